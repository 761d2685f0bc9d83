"""What the present data would cause between two days: every row in words, nothing is sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from plan.deadlines import local_day
from plan.phrasebook import strip_markup
from plan.programme import Programme
from plan.units import Role
from reminders.facts import House, contacts, history, season
from reminders.progress import Progress, progress_of_all
from reminders.schedule import local
from reminders.simulate import simulate
from reminders.values import History, Key, Outcome, Owed, Season, UnitState
from reminders.wording import Addressee, Told, Wording
from storage import people, rounds
from storage.engine import Tx
from storage.rounds import Round

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days asked about, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Return the first moment of the window."""
        return local(self.first, time())

    @property
    def end(self) -> datetime:
        """Return the first moment after the window."""
        return local(self.last + _DAY, time())


@dataclass(frozen=True)
class Planned:
    """One row: a step of one unit for one contact, with the words of the message it is in."""

    key: Key
    due_at: datetime
    at: datetime
    message: str | None
    state: str
    why: str
    missed: tuple[str, ...]
    text: str


def preview(tx: Tx, house: House, window: Window, now: datetime) -> list[Planned]:
    """Return the messages of a window, in order, rounds not created yet included.

    A window in the past is planned as if its first moment were now: the present units, contacts
    and states, and nothing sent since. One in the future follows from what is sent until then.
    """
    read = _Reading(tx, house, window, now)
    rows = [
        (at, row)
        for at, row in simulate(read.seasons, read.history, read.start, window.end)
        if at >= window.start and row.outcome is Outcome.due
    ]
    texts = read.texts(rows)
    return [
        Planned(
            row.key,
            row.due_at,
            at,
            row.message,
            str(read.states[row.key.round, row.key.unit].state),
            row.why,
            row.missed,
            texts[row.message or row.key],
        )
        for at, row in rows
    ]


class _Reading:
    """The facts of a preview, read once."""

    def __init__(self, tx: Tx, house: House, window: Window, now: datetime) -> None:
        self._tx, self._house = tx, house
        self.start = min(window.start, now) if window.first >= local_day(now) else window.start
        programme = house.programme
        self._rounds = {r.id: r for r in _rounds(tx, house, self.start.date(), window.last)}
        circles = contacts(tx)
        known = [season(tx, programme, r, circles) for r in self._rounds.values()]
        self.seasons: Sequence[Season] = known
        self.history = history(tx, list(self._rounds))
        if self.start < now and window.first < local_day(now):
            self.seasons = [_as_of(one, self.start) for one in known]
            self.history = _before(self.history, self.start)
        self.states: dict[tuple[str, str], UnitState] = {
            (one.round.id, state.unit): state for one in self.seasons for state in one.units
        }
        self._progress = {r.id: progress_of_all(tx, programme, r) for r in self._rounds.values()}
        self._wording = Wording(programme, programme.calendar, training=house.training)

    def texts(self, rows: Iterable[tuple[datetime, Owed]]) -> dict[str | Key, str]:
        """Return the words of each message; rows without a message have words of their own."""
        groups: dict[str | Key, list[tuple[datetime, Owed]]] = {}
        for at, row in rows:
            groups.setdefault(row.message or row.key, []).append((at, row))
        return {name: self._text(group) for name, group in groups.items()}

    def _text(self, group: list[tuple[datetime, Owed]]) -> str:
        at, first = group[0]
        person = first.key.contact
        name = people.name_of(self._tx, person) if person is not None else ""
        told = [self._told(row) for _, row in group]
        to = Addressee(name, self._role(first.key))
        return strip_markup(self._wording.message(to, told, local_day(at)).text)

    def _told(self, row: Owed) -> Told:
        round_ = self._rounds[row.key.round]
        state = self.states[row.key.round, row.key.unit]
        return Told(
            round=round_.id,
            title=round_.title,
            before=round_.before,
            unit=self._house.programme.units[row.key.unit],
            cycle=state.cycle,
            step=row.key.step,
            state=state.state,
            progress=self._progress[round_.id].get(row.key.unit, Progress()),
            signing=any(
                press.what == "being_signed"
                for press in self.history.presses
                if (press.round, press.unit) == row.key[:2]
            ),
        )

    def _role(self, key: Key) -> Role:
        own = self.states[key.round, key.unit].contacts
        roles = {contact.role for contact in own if contact.person == key.contact}
        return Role.leader if roles == {Role.leader} else Role.focal


def _rounds(tx: Tx, house: House, first: date, last: date) -> Iterator[Round]:
    """Return the rounds that touch a window, stored or still to be created."""
    stored = [r for r in rounds.all_rounds(tx) if r.training == house.training]
    yield from (r for r in stored if r.opens <= last and r.closes >= first)
    if house.training:
        return
    known = {round_.id for round_ in stored}
    programme: Programme = house.programme
    for year in programme.manifest.rounds.years:
        coming = rounds.annual_round(programme, year)
        if coming.id not in known and coming.opens <= last and coming.closes >= first:
            yield coming


def _as_of(one: Season, start: datetime) -> Season:
    """Return a season as if all its facts stood at `start` and nothing had been missed before."""
    opens = local(one.round.opens, time())
    began = max(opens, min(one.round.began, start))
    round_ = replace(one.round, began=began)
    return replace(
        one,
        round=round_,
        units=tuple(_stands(state, start, began) for state in one.units),
    )


def _stands(state: UnitState, start: datetime, began: datetime) -> UnitState:
    cycle = state.cycle
    if cycle.kind == "opening":
        cycle = replace(cycle, began=began)
    else:
        cycle = replace(cycle, began=min(cycle.began, start - _DAY))
    known = tuple(replace(c, joined_at=min(c.joined_at, start)) for c in state.contacts)
    return replace(state, cycle=cycle, contacts=known, owing_since=start)


def _before(done: History, start: datetime) -> History:
    """Return what was sent before a moment; presses hold as they do now, wishes for later not."""
    sent = {key: one for key, one in done.sent.items() if one.at < start}
    pressed = tuple(replace(p, at=start) for p in done.presses if p.what != "snoozed")
    return History(sent, pressed)
