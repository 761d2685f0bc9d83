"""Updates as Telegram might deliver them, by chance: sensible, odd, malicious."""

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plan.form import Form
from plan.phrasebook import Phrasebook, strip_markup
from tests.botapi.conversation import Seen
from tests.chaos.replies import Replies
from tests.fuzz.words import COMMANDS, EAGER, FILE_NAMES, NUMBERS, QUESTIONS, SENTENCES, weird

Json = dict[str, Any]
Shown = Mapping[str, Sequence[Seen]]


@dataclass
class Actor:
    """Somebody with a telephone."""

    address: str
    replies: Replies
    codes: list[str] = field(default_factory=list)  # invitations they were given


class Sender:
    """Makes updates, one after another, from what everybody has been shown."""

    def __init__(self, rng: random.Random, form: Form, shown: Shown) -> None:
        self._rng = rng
        self._shown = shown
        self._questions = {question.text: question for question in form}
        self._number = 0
        self._sent: list[Json] = []
        self.seconds = 0
        self.today = date(2026, 10, 5)
        self._ways: list[tuple[Callable[[Actor], Json | None], int]] = [
            (self._sensible, 70),
            (self._taps_own, 8),
            (self._taps_anothers, 6),
            (self._taps_forged, 5),
            (self._types, 22),
            (self._types_label, 4),
            (self._starts, 2),
            (self._edits, 2),
            (self._forwards, 2),
            (self._sends_file, 3),
            (self._sends_oddity, 2),
            (self._sends_contact, 1),
            (self._elsewhere, 2),
            (self._repeats, 2),
            (self._nonsense, 1),
        ]

    def update(self, actor: Actor) -> Json:
        """Return the next update of somebody."""
        made = None
        while made is None:
            ways, weights = zip(*self._ways, strict=True)
            made = self._rng.choices(ways, weights)[0](actor)
        self._number += 1
        made = {"update_id": self._number} | made
        self._sent.append(made)
        return made

    # --- messages ---------------------------------------------------------------------------
    def _message(self, actor: Actor, **content: Any) -> Json:
        return {"message": self._head(actor) | content}

    def _head(self, actor: Actor) -> Json:
        chat = {"id": int(actor.address), "type": "private", "first_name": "A"}
        sender = {"id": int(actor.address), "is_bot": False, "first_name": "A <b>&"}
        return {"message_id": self._number + 1, "date": self._when(), "chat": chat, "from": sender}

    def _when(self) -> int:
        """Return the moment of a message: mostly now, sometimes late, sometimes beyond belief."""
        early = self._rng.choices([0, 40, 86_400, 10**8, -3600], [90, 6, 2, 1, 1])[0]
        return self.seconds - early

    def _sensible(self, actor: Actor) -> Json | None:
        """Do what the newest message asks."""
        shown = self._shown.get(actor.address)
        if not shown:
            return self._message(actor, text="/start")
        lines = strip_markup(shown[-1].text).splitlines()
        asked = next((self._questions[line] for line in lines if line in self._questions), None)
        if asked is None:
            return self._leads_on(actor, shown[-1])
        reply = actor.replies.to(asked, self.today)
        if reply.tapped and reply.tapped in shown[-1].labels:
            return self._tap(actor, shown[-1], reply.tapped)
        if reply.typed:
            return self._message(actor, text=reply.typed[0])
        return self._tap(actor, shown[-1])

    def _leads_on(self, actor: Actor, message: Seen) -> Json | None:
        """Press a button that leads on, or any, or write a sentence."""
        eager = [label for label in message.labels if label.startswith(EAGER)]
        if not message.labels or self._rng.random() < 0.1:
            return self._message(actor, text=self._rng.choice(SENTENCES))
        if eager and self._rng.random() < 0.8:
            return self._tap(actor, message, self._rng.choice(eager))
        return self._tap(actor, message)

    def _types(self, actor: Actor) -> Json:
        pool = self._rng.choices([NUMBERS, COMMANDS, QUESTIONS, None], [4, 6, 3, 7])[0]
        text = weird(self._rng) if pool is None else self._rng.choice(pool)
        return self._message(actor, text=text)

    def _types_label(self, actor: Actor) -> Json | None:
        whose = self._rng.choice([actor.address, *self._shown])
        labels = [label for message in self._shown.get(whose, ()) for label in message.labels]
        if not labels:
            return None
        label = self._rng.choice(labels)
        spelled = (label, label.upper(), unicodedata.normalize("NFD", label), f" {label}. ")
        return self._message(actor, text=self._rng.choice(spelled))

    def _starts(self, actor: Actor) -> Json:
        payload = self._rng.choice([*actor.codes, "", "ABC", "A" * 64, weird(self._rng)[:60]])
        return self._message(actor, text=f"/start {payload}")

    def _edits(self, actor: Actor) -> Json:
        head = self._head(actor) | {"edit_date": self.seconds, "text": weird(self._rng)}
        head["message_id"] = self._rng.randint(1, self._number + 1)
        return {"edited_message": head}

    def _forwards(self, actor: Actor) -> Json:
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
        return self._message(actor, text=self._rng.choice(NUMBERS), forward_origin=origin)

    # --- taps -------------------------------------------------------------------------------
    def _tap(self, actor: Actor, message: Seen, label: str | None = None) -> Json | None:
        buttons = [b for row in message.buttons for b in row if b.data]
        chosen = [b for b in buttons if label in {None, b.label}]
        return self._query(actor, self._rng.choice(chosen).data or "") if chosen else None

    def _query(self, actor: Actor, data: str) -> Json:
        head = self._head(actor)
        message = {"message_id": self._rng.randint(1, 10**6), "date": 0, "chat": head["chat"]}
        query = {"id": f"q{self._number + 1}", "from": head["from"], "chat_instance": "c"}
        return {"callback_query": query | {"data": data, "message": message}}

    def _taps_own(self, actor: Actor) -> Json | None:
        shown = self._shown.get(actor.address)
        return self._tap(actor, self._rng.choice(list(shown))) if shown else None

    def _taps_anothers(self, actor: Actor) -> Json | None:
        whose = self._rng.choice(list(self._shown) or [actor.address])
        shown = self._shown.get(whose)
        return self._tap(actor, self._rng.choice(list(shown))) if shown else None

    def _taps_forged(self, actor: Actor) -> Json:
        shown = self._shown.get(self._rng.choice(list(self._shown) or [actor.address]), ())
        data = [b.data for m in shown for row in m.buttons for b in row if b.data] or ["x.0"]
        token = self._rng.choice(data).rpartition(".")[0]
        forged = [f"{token}.{n}" for n in (99, -1, "0x1", "", "٣", "1e3", "9" * 40)]
        forged += [token, "", ".", "..", "x" * 64, f"{token[:-1]}A.0", f"{token}.0\x00", "%s.0"]
        return self._query(actor, self._rng.choice(forged))

    # --- files and the rest -----------------------------------------------------------------
    def _sends_file(self, actor: Actor) -> Json:
        name = self._rng.choice(FILE_NAMES)
        size = self._rng.choices([1000, 0, 30 * 10**6], [8, 1, 1])[0]
        document = {"file_id": name or "-", "file_unique_id": "u", "file_name": name}
        document |= {"file_size": size, "mime_type": "application/pdf"}
        caption = {"caption": weird(self._rng)[:1024]} if self._rng.random() < 0.3 else {}
        return self._message(actor, document=document, **caption)

    def _sends_oddity(self, actor: Actor) -> Json:
        file = {"file_id": "x", "file_unique_id": "u"}
        kinds: list[Json] = [
            {"sticker": file | {"type": "regular", "width": 1, "height": 1}},
            {"voice": file | {"duration": 1}},
            {"video_note": file},
            {"location": {"latitude": 1.0, "longitude": 2.0}},
            {"dice": {"emoji": "🎲", "value": 1}},
            {"photo": [file | {"width": 1, "height": 1}]},
            {"animation": file, "document": file},
            {"poll": {"id": "1"}},
            {"pinned_message": {}},
        ]
        return self._message(actor, **self._rng.choice(kinds))

    def _sends_contact(self, actor: Actor) -> Json:
        owner = self._rng.choice([{"user_id": int(actor.address)}, {"user_id": 1}, {}])
        number = self._rng.choice(["+84901234567", "", "abc", "0" * 40])
        return self._message(actor, contact={"phone_number": number, "first_name": "x"} | owner)

    def _elsewhere(self, actor: Actor) -> Json:
        """Say something in a group or a channel, or be another bot."""
        head = self._head(actor) | {"text": "/baocao"}
        group = {"id": -4_000_000_001, "type": "supergroup", "title": "Nhóm"}
        kinds: list[Json] = [
            {"message": head | {"chat": group}},
            {"channel_post": head | {"chat": group | {"type": "channel"}}},
            {"edited_channel_post": head | {"chat": group | {"type": "channel"}}},
            {"message": head | {"from": head["from"] | {"is_bot": True}}},
            {"message": {key: value for key, value in head.items() if key != "from"}},
            {"callback_query": self._query(actor, "x.0")["callback_query"] | {"message": head}},
            {"my_chat_member": {"chat": group}},
        ]
        return self._rng.choice(kinds)

    def _repeats(self, _actor: Actor) -> Json | None:
        """Deliver an earlier update once more."""
        return dict(self._rng.choice(self._sent)) if self._sent else None

    def _nonsense(self, actor: Actor) -> Json:
        """Lack what every update has: nothing of it may stop the others."""
        head = self._head(actor)
        kinds: list[Json] = [
            {},
            {"message": {}},
            {"message": head | {"chat": {}}},
            {"message": head | {"text": None}},
            {"message": head | {"text": 5}},
            {"callback_query": {}},
            {"callback_query": {"id": "1", "from": head["from"]}},
            {"message": head | {"document": {}}},
            {"message": head | {"text": "\ud800"}},
            {"message": head | {"date": "x"}},
        ]
        return self._rng.choice(kinds)


def actors(rng: random.Random, book: Phrasebook, addresses: Sequence[str]) -> list[Actor]:
    """Return people by their addresses."""
    return [Actor(address, Replies(rng, book)) for address in addresses]
