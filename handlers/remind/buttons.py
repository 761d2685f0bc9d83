"""The buttons under a reminder. What is pressed is a fact; the planner reads it."""

from datetime import timedelta

from handlers.desk import Press, Turn
from handlers.effects import Say, Toast
from handlers.people import handover
from handlers.remind import notice
from handlers.remind.upcoming import next_reminder
from plan.actions import Action, Choice
from plan.deadlines import ZONE, local_day
from plan.units import Role
from reminders.days import day_words
from reminders.facts import contacts_of, ladder_of
from storage import audit, memberships, people, preferences, reminders, rounds
from storage.reminders import Response

Report = tuple[str, str]  # round, unit


def acknowledge(turn: Turn, press: Press) -> None:
    """Hear "received": of a reminder, or of a notice."""
    if "notice" in press.args:
        notice.acknowledged(turn, press)
        return
    mine = _reports(turn, press)
    _note(turn, mine, "acknowledged")
    at = next_reminder(turn, mine[0]) if mine else None
    if at is None:
        turn.do(Toast("remind.acknowledged"))
    else:
        local = at.astimezone(ZONE)
        day = day_words(turn.house.programme.phrases, local.date())
        turn.do(Toast("remind.acknowledged_next", {"day": day, "time": f"{local:%H:%M}"}))


def being_signed(turn: Turn, press: Press) -> None:
    """Hear "being signed": the next steps go to the unit's leader."""
    mine = _reports(turn, press)
    _note(turn, mine, "being_signed")
    for _, unit in mine:
        name = turn.house.programme.units[unit].short_name
        leader = _leader(turn, unit)
        if leader is None:
            turn.say("remind.signing_nobody", unit=name)
        else:
            turn.say("remind.signing_leader", unit=name, name=leader)


def snooze(turn: Turn, press: Press) -> None:
    """Hear "remind me tomorrow morning": on the next working day, at the person's own hour."""
    mine = _reports(turn, press)
    if not mine:
        return
    _note(turn, mine, "snoozed")
    programme, today = turn.house.programme, local_day(turn.now)
    day = programme.calendar.next_working_day(today + timedelta(days=1))
    ladder = ladder_of(turn.tx, programme, rounds.round_of(turn.tx, mine[0][0]))
    hour = preferences.get(turn.tx, turn.who.person or 0, "hour") or f"{ladder.at:%H:%M}"
    said = {"day": day_words(programme.phrases, day), "time": hour}
    turn.do(Toast("remind.snoozed", said))


def not_mine(turn: Turn, press: Press) -> None:
    """Hear "not my task any more": the hand-over opens, the coordinator is told."""
    mine = _reports(turn, press)
    units = list(dict.fromkeys(unit for _, unit in mine))
    chosen = press.args.get("unit")
    if chosen is None and len(units) > 1:
        _which(turn, press, units)
        return
    unit = str(chosen or (units[0] if units else ""))
    given_up = [report for report in mine if report[1] == unit]
    if not given_up:
        return
    _note(turn, given_up, "not_mine")
    _tell_coordinators(turn, unit)
    handover.pressed(turn, Press({"unit": unit}, press.asked, press.stale))
    name = turn.house.programme.units[unit].short_name
    back = Choice("remind.button_still_mine", Action.acknowledge, {"line": press.args["line"]})
    turn.say("remind.not_mine_noted", back, unit=name)


def _which(turn: Turn, press: Press, units: list[str]) -> None:
    turn.say(
        "remind.not_mine_which",
        *(
            Choice(
                turn.house.programme.units[unit].short_name,
                Action.not_mine,
                {"line": press.args.get("line", 0), "unit": unit},
                own_row=True,
            )
            for unit in units
        ),
    )


def _reports(turn: Turn, press: Press) -> list[Report]:
    """Return the reports of a reminder that the speaker is still a contact of."""
    rows = reminders.of_line(turn.tx, int(press.args.get("line", 0)))
    mine = [
        (row.round, row.unit)
        for row in rows
        if row.person == turn.who.person and row.unit in turn.who.units
    ]
    if not mine:
        turn.say("remind.nothing_of_yours")
    return list(dict.fromkeys(mine))


def _note(turn: Turn, mine: list[Report], what: str) -> None:
    for round_, unit in mine:
        new = Response(round_, unit, turn.who.person or 0, what, {}, turn.now)
        reminders.respond(turn.tx, new)
        chain = f"report:{round_}:{unit}"
        audit.append(turn.tx, chain, f"reminder_{what}", turn.who.person, turn.now)


def _leader(turn: Turn, unit: str) -> str | None:
    """Return the name of whoever hears the next steps instead: a leader, else a second contact."""
    others = [c for c in contacts_of(turn.tx, unit) if c.person != turn.who.person and c.reachable]
    for role in (Role.leader, Role.focal):
        for contact in others:
            if contact.role is role:
                return people.name_of(turn.tx, contact.person)
    return None


def _tell_coordinators(turn: Turn, unit: str) -> None:
    name = turn.house.programme.units[unit].short_name
    slots = {"name": turn.who.name, "unit": name}
    for person in memberships.coordinators(turn.tx):
        key = f"not_mine:{unit}:{turn.who.person}:{person}:{local_day(turn.now)}"
        turn.do(Say("remind.not_mine_told", slots, to=person, key=key))
