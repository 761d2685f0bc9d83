"""From effects to promised lines: words are rendered, an address is chosen, a row is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from handlers.effects import Effect, RequestContact, Say, SendFile, Toast
from handlers.inbound import Inbound
from plan.actions import Choice
from plan.phrasebook import Phrasebook
from storage import audit, people, post
from storage.engine import Tx
from storage.lines import NOTICE, REPLY, NewLine


@dataclass(frozen=True)
class _Chat:
    channel: str
    address: str
    person: int | None


class Promiser:
    """Turns effects into outbox rows, in the transaction of what caused them.

    `pushing`: names of the channels that reach a person who has not opened them.
    """

    def __init__(self, book: Phrasebook, pushing: Iterable[str] = ("telegram",)) -> None:
        self._book = book
        self._pushing = tuple(pushing)

    def keep(
        self, tx: Tx, effects: Iterable[Effect], now: datetime, inbound: Inbound | None = None
    ) -> str | None:
        """Promise every effect; return the words of a toast for the tap that came in, if any.

        Replies (no `to`) go to the inbound's own chat; a toast without a tap becomes a line.
        """
        here = self._here(tx, inbound) if inbound else None
        toast: str | None = None
        for effect in effects:
            if isinstance(effect, Toast) and inbound is not None and inbound.tap is not None:
                toast = self._book.plain(effect.phrase, **effect.slots)
            else:
                self._keep(tx, effect, now, here)
        return toast

    def _keep(self, tx: Tx, effect: Effect, now: datetime, here: _Chat | None) -> None:
        match effect:
            case Say():
                self._promise(tx, effect, now, here)
            case Toast():
                self._promise(tx, Say(effect.phrase, effect.slots), now, here)
            case SendFile():
                about = dict(effect.about, name=effect.name)
                about |= {"stored": effect.stored} if effect.stored else {}
                about |= {"paper": effect.paper} if effect.paper else {}
                self._promise(tx, effect.caption, now, here, kind="file", about=about)
            case RequestContact():
                about = {"label": self._words(effect.label)}
                self._promise(tx, effect.caption, now, here, kind="contact", about=about)
            case _:
                assert_never(effect)

    def _promise(self, tx: Tx, say: Say, now: datetime, here: _Chat | None, **more: Any) -> None:
        chat = self._chat_of(tx, say.to) if say.to is not None else here
        if chat is None:
            audit.append(tx, audit.REST, "no_address", say.to, now, phrase=say.phrase)
            return
        post.promise(tx, self._line(say, chat, **more), now)

    def _line(
        self,
        say: Say,
        chat: _Chat,
        *,
        kind: str = "say",
        about: Mapping[str, Any] | None = None,
    ) -> NewLine:
        return NewLine(
            channel=chat.channel,
            address=chat.address,
            person=chat.person,
            phrase=say.phrase,
            text=str(self._book.render(say.phrase, **say.slots)),
            choices=tuple(self._choice(choice) for choice in say.choices),
            subject=say.asks.subject if say.asks else None,
            asks=say.asks.key if say.asks else None,
            revision=say.asks.revision if say.asks else None,
            card=say.card,
            key=say.key,
            kind=kind,
            about=dict(say.about if about is None else about),
            priority=REPLY if say.to is None else NOTICE,
        )

    def _choice(self, choice: Choice) -> dict[str, Any]:
        return choice_row(choice, self._words(choice.label, **choice.slots))

    def _words(self, label: str, **slots: Any) -> str:
        """Return a button's words: a phrase of the book, or words from the data as they are."""
        return self._book.plain(label, **slots) if label in self._book else label

    def _here(self, tx: Tx, inbound: Inbound) -> _Chat:
        person = people.person_of(tx, inbound.channel, inbound.address)
        return _Chat(inbound.channel, inbound.address, person)

    def _chat_of(self, tx: Tx, person: int) -> _Chat | None:
        found = people.preferred(tx, person, self._pushing)
        return _Chat(found.channel, found.address, person) if found else None


def choice_row(choice: Choice, label: str) -> dict[str, Any]:
    """Return a button as the outbox keeps it: its label in words, and what it asks for."""
    row: dict[str, Any] = {"label": label, "action": str(choice.action)}
    optional = {"args": choice.args, "copy": choice.copy, "url": choice.url}
    row |= {name: value for name, value in optional.items() if value}
    return row | ({"own_row": True} if choice.own_row else {})
