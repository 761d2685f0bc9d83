"""Notices of the coordinator: to whom, kept as a mark, confirmed by a press, in office hours."""

from dataclasses import dataclass
from datetime import datetime

from plan.phrasebook import Markup, join
from plan.units import Role
from reminders.facts import Facts, House, contacts, facts
from storage import marks, people, post, reminders
from storage.engine import Tx
from storage.lines import REMINDER, NewLine
from storage.reminders import Response

PHRASE = "remind.notice"
# To whom: all contacts, those of units that owe, of communes, of the province's bodies, leaders.
GROUPS = ("all", "owing", "communes", "province", "leaders")
_MARK = "notices"
_KEPT = 20
_ROUND = "notice"  # what responses to notices are filed under


@dataclass(frozen=True)
class Notice:
    """A notice to be sent. `id` is its own; sending it twice sends nothing twice."""

    id: str
    group: str
    words: str


@dataclass(frozen=True)
class Sent:
    """A notice that was sent, to how many, and how many confirmed it."""

    id: str
    words: str
    at: datetime
    told: int
    heard: int


def members(tx: Tx, house: House, group: str, now: datetime) -> list[int]:
    """Return the persons of a group, each once, in the units' official order."""
    circles = contacts(tx)
    owing = _owing(facts(tx, house, now)) if group == "owing" else set()
    found: dict[int, None] = {}
    for unit in house.programme.units:
        if group == "owing" and unit.code not in owing:
            continue
        if group in ("communes", "province") and (unit.level == "commune") != (
            group == "communes"
        ):
            continue
        wanted = Role.leader if group == "leaders" else Role.focal
        for contact in circles.get(unit.code, ()):
            if contact.role is wanted:
                found[contact.person] = None
    return list(found)


def promise(tx: Tx, house: House, new: Notice, now: datetime) -> int:
    """Promise a notice to everybody of its group; return how many are told."""
    told = 0
    for person in members(tx, house, new.group, now):
        account = people.preferred(tx, person)
        if account is None:
            continue
        line = NewLine(
            channel=account.channel,
            address=account.address,
            person=person,
            phrase=PHRASE,
            text=str(text(house, new.words)),
            about={"notice": new.id},
            priority=REMINDER,  # asked again before it leaves: it waits for office hours
        )
        told += post.promise_once(tx, f"notice:{new.id}:{person}", line, now) is not None
    if told:
        known = marks.get(tx, _MARK) or []
        entry = {"id": new.id, "words": new.words, "at": now.isoformat(), "told": told}
        marks.put(tx, _MARK, [entry, *known][:_KEPT], now)
    return told


def acknowledge(tx: Tx, notice: str, person: int, now: datetime) -> None:
    """Note that a person confirmed a notice; twice counts once."""
    known = reminders.responses_of(tx, [_ROUND], notice)
    if all(response.person != person for response in known):
        reminders.respond(tx, Response(_ROUND, notice, person, "acknowledged", {}, now))


def newest(tx: Tx, most: int = 3) -> list[Sent]:
    """Return the newest notices, the newest first."""
    known = (marks.get(tx, _MARK) or [])[:most]
    return [
        Sent(
            entry["id"],
            entry["words"],
            datetime.fromisoformat(entry["at"]),
            entry["told"],
            len(reminders.responses_of(tx, [_ROUND], entry["id"])),
        )
        for entry in known
    ]


def text(house: House, words: str) -> Markup:
    """Return a notice as it is read."""
    book = house.programme.phrases
    return book.render(
        PHRASE,
        training=book.render("remind.training") if house.training else Markup(""),
        agency=house.programme.coordinator.official_name,
        words=join([words]),
    )


def _owing(read: Facts) -> set[str]:
    return {s.unit for season in read.seasons for s in season.units if s.state.owes}
