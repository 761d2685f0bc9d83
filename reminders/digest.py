"""The coordinator's digest on working mornings of the last month, and the late list after it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.ladder import Ladder
from plan.phrasebook import Markup, Phrasebook, join
from reminders.days import day_words, short_day
from reminders.facts import House, ladder_of, round_facts
from reminders.log import Logged, log
from reminders.overview import Reach, Standing, overview
from reminders.schedule import is_office_moment, local, steps
from reminders.values import MAIN_CYCLE, Changes, Cycle, State
from reminders.wording import Words
from storage import marks, memberships, people, post, rounds
from storage.engine import Tx
from storage.lines import REMINDER, NewLine
from storage.rounds import Round

PHRASE = "remind.digest"
_MARK = "reminders.digest"
_NAMED = 15  # units a line names; the late ones are named all


def promise_digests(tx: Tx, house: House, now: datetime) -> int:
    """Promise today's digests to the coordinators once; return how many."""
    today = local_day(now)
    if marks.get(tx, _MARK) == today.isoformat():
        return 0
    ladder = ladder_of(tx, house.programme, None)
    calendar = house.programme.calendar
    at = local(today, ladder.digest_at)
    if now < at or not is_office_moment(now, ladder, calendar):
        return 0
    marks.put(tx, _MARK, today.isoformat(), now)
    wanted = [r for r in _open(tx, house, today) if _is_digest_day(r, house, ladder, today)]
    return sum(_promise(tx, r, person, now) for r in wanted for person in _readers(tx))


def digest_words(tx: Tx, house: House, round_: Round, now: datetime) -> Words:
    """Return the digest of one round as it stands now."""
    book, today = house.programme.phrases, local_day(now)
    known = overview(tx, house, round_, now)
    owing = [standing for standing in known if standing.owes]
    counts = {state: sum(s.state is state for s in owing) for state in State}
    parts = [
        book.render(
            "remind.digest_head",
            day=day_words(book, today),
            title=round_.title,
            sent=len(known) - len(owing),
            all=len(known),
            not_started=counts[State.not_started],
            draft=counts[State.draft],
            waiting_leader=counts[State.waiting_leader],
            returned=counts[State.returned],
        ),
        *_groups(book, owing),
        _yesterday(tx, house, now),
    ]
    text = book.render(
        PHRASE,
        training=book.render("remind.training") if house.training else Markup(""),
        body=join((part for part in parts if part), "\n\n"),
    )
    return Words(text, _BUTTONS)


_BUTTONS = (
    Choice("remind.button_calls", Action.called),
    Choice("remind.button_board", Action.board),
    Choice("remind.button_ladder", Action.command, {"name": "nhac"}),
)


def _groups(book: Phrasebook, owing: list[Standing]) -> Iterable[Markup]:
    """Return the lines that name units: late, returned, stuck, unreachable, without anybody."""
    groups: tuple[tuple[str, Callable[[Standing], bool], int], ...] = (
        ("late", lambda s: s.late, len(owing)),
        ("returned", lambda s: s.state is State.returned, _NAMED),
        ("stuck", lambda s: s.stuck and s.state is not State.returned, _NAMED),
        ("lost", lambda s: s.reach is Reach.lost, _NAMED),
        ("web", lambda s: s.reach is Reach.web, _NAMED),
        ("nobody", lambda s: s.reach is Reach.nobody, _NAMED),
        ("not_started", _idle, _NAMED),
    )
    for name, holds, most in groups:
        if found := [standing for standing in owing if holds(standing)]:
            names = _names(book, name, found, most)
            yield book.render(f"remind.digest_{name}", count=len(found), names=names)


def _idle(standing: Standing) -> bool:
    """Return whether a unit has somebody, has begun nothing, and is in no worse group."""
    begun = standing.state is not State.not_started
    return not (begun or standing.late or standing.reach is not Reach.well)


def _names(book: Phrasebook, group: str, found: list[Standing], most: int) -> Markup:
    items = join((_item(book, group, standing) for standing in found[:most]), ", ")
    if len(found) <= most:
        return items
    return book.render("remind.digest_more", items=items, count=len(found) - most)


def _item(book: Phrasebook, group: str, standing: Standing) -> Markup:
    if group not in ("stuck", "returned"):
        return join([standing.unit.short_name])
    gaps = standing.progress.to_mend or standing.progress.missing
    return book.render(
        "remind.digest_item",
        unit=standing.unit.short_name,
        since=short_day(local_day(standing.since)),
        where=gaps[0].short if gaps else book.plain("remind.digest_unsent"),
    )


def _yesterday(tx: Tx, house: House, now: datetime) -> Markup:
    """Return what went out since the last working morning and what failed."""
    today = local_day(now)
    before = house.programme.calendar.last_working_day(today - timedelta(days=1))
    done = log(tx, local(before, time()), local(today, time()))
    messages = {logged.row.line: logged for logged in done if logged.row.line is not None}
    failed = [m for m in messages.values() if m.state in ("failed", "unreachable")]
    said = house.programme.phrases.render(
        "remind.digest_yesterday",
        day=short_day(before),
        sent=sum(m.state in ("sent", "acknowledged") for m in messages.values()),
        acknowledged=sum(m.state == "acknowledged" for m in messages.values()),
        waiting=sum(m.state == "queued" for m in messages.values()),
    )
    return join([said, *_failures(house, failed)], "\n")


def _failures(house: House, failed: list[Logged]) -> list[Markup]:
    if not failed:
        return []
    units = house.programme.units
    names = dict.fromkeys(units[m.row.unit].short_name for m in failed if m.row.unit in units)
    book = house.programme.phrases
    return [book.render("remind.digest_failed", count=len(failed), names=", ".join(names))]


def _is_digest_day(round_: Round, house: House, ladder: Ladder, today: date) -> bool:
    """Return whether coordinators hear of a round today: the last month, then on ladder days."""
    calendar = house.programme.calendar
    if today < round_.before - timedelta(days=ladder.digest_days):
        return False
    if today < round_.before:
        return True
    facts = round_facts(round_)
    cycle = Cycle(MAIN_CYCLE, facts.began, facts.before)
    later = steps(cycle, facts, ladder.overridden(round_.ladder), calendar, Changes())
    return any(step.day == today for step in later)


def _open(tx: Tx, house: House, today: date) -> list[Round]:
    return [r for r in rounds.open_rounds(tx, today) if r.training == house.training]


def _readers(tx: Tx) -> list[int]:
    return memberships.coordinators(tx)


def _promise(tx: Tx, round_: Round, person: int, now: datetime) -> bool:
    account = people.preferred(tx, person)
    if account is None:
        return False
    day = local_day(now).isoformat()
    new = NewLine(
        channel=account.channel,
        address=account.address,
        person=person,
        phrase=PHRASE,
        text="",
        about={"round": round_.id, "day": day},
        priority=REMINDER,
    )
    return post.promise_once(tx, f"digest:{round_.id}:{day}:{person}", new, now) is not None
