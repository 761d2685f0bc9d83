"""An amended plan: those whose targets or tasks changed are told just the changed words, once."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from handlers.effects import Effect, Say
from handlers.house import House
from plan.actions import Action, Choice
from plan.amendments import Amendment, amendments, concerned
from plan.answering.lore import load_lore
from plan.phrasebook import Markup, join
from plan.units import Unit
from storage import announced, audit, marks, memberships
from storage.engine import Tx

_MARK = "plan_announced"


def announce(tx: Tx, house: House, now: datetime) -> list[Effect]:
    """Return what is to be told since the last announcement, and remember it as told.

    The first plan of a database is what everybody starts from: nothing is told.
    """
    digest = _digest(house)
    known = marks.get(tx, _MARK)
    if known == digest:
        return []
    found = amendments(house.programme.plan, announced.latest(tx))
    for each in found:
        announced.put(tx, each.provision, each.after or "", now)
    marks.put(tx, _MARK, digest, now)
    if known is None or not found:
        return []
    ids = [each.provision for each in found]
    audit.append(tx, audit.REST, "plan_amended", None, now, provisions=ids)
    return list(_told(tx, house, found, digest))


def _told(tx: Tx, house: House, found: list[Amendment], digest: str) -> Iterator[Effect]:
    lore = load_lore(house.programme.folder)
    regime = house.programme.manifest.rounds.provision
    for member in memberships.everybody(tx):
        unit = house.programme.units[member.unit]
        mine = [
            each
            for each in found
            if concerned(lore, unit, each.provision) or (unit.reports and each.provision == regime)
        ]
        if mine:
            yield _line(house, unit, mine, member.person, f"amended:{digest}:{member.id}")


def _line(house: House, unit: Unit, mine: list[Amendment], person: int, key: str) -> Say:
    shown = join((_change(house, each) for each in mine), "\n\n")
    first = next((each.provision for each in mine if each.after), "")
    button = Choice("amend.button_full", Action.provision, {"id": first})
    return Say(
        "amend.message",
        {"unit": unit.official_name, "changes": shown},
        choices=(button,) if first else (),
        to=person,
        key=key,
    )


def _change(house: House, each: Amendment) -> Markup:
    book = house.programme.phrases
    known = each.provision in house.programme.plan
    place = house.programme.plan[each.provision].label if known else each.provision
    if each.before is None:
        return book.render("amend.added", place=place, text=each.after or "")
    if each.after is None:
        return book.render("amend.removed", place=place, text=each.before)
    return join(_lines(house, place, each))


def _lines(house: House, place: str, each: Amendment) -> Iterable[Markup]:
    book = house.programme.phrases
    for change in each.changes:
        if not change.before:
            yield book.render("amend.put_in", place=place, after=change.after)
        elif not change.after:
            yield book.render("amend.taken_out", place=place, before=change.before)
        else:
            yield book.render(
                "amend.changed", place=place, before=change.before, after=change.after
            )


def _digest(house: House) -> str:
    words = "\0".join(f"{p.id}\0{p.text}" for p in house.programme.plan)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
