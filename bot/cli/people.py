"""`troly people`: who has joined; cut an account off, or give one a new link, in one step."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.frame import AsJson, SettingsFile, book, settings_from, unit_from, words
from bot.clock import system_clock
from bot.complaint import Complaint
from bot.memory import opened_store
from bot.packs import programme_from

if TYPE_CHECKING:
    from handlers.accounts import Person
    from plan.programme import Programme

app = typer.Typer(help=words("help_people"), no_args_is_help=True)
OfUnit = Annotated[str | None, typer.Option("--unit", help=words("help_unit"))]
Number = Annotated[int, typer.Argument(help=words("help_person"))]
COLUMNS = ("person", "name", "position", "seats", "accounts")


@app.command("list", help=words("help_people_list"))
def list_people(
    unit: OfUnit = None, settings: SettingsFile = None, as_json: AsJson = False
) -> None:
    """Print who has joined, with their roles and whether they can be reached."""
    from handlers.accounts import listing

    chosen = settings_from(settings)
    programme = programme_from(chosen.programme)
    code = unit_from(programme, unit).code if unit else None
    with opened_store(chosen, system_clock()) as store, store.read() as tx:
        found = [p for p in listing(tx) if code is None or code in {s.unit for s in p.seats}]
    rows = [_row(programme, person) for person in found]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(*(words(f"column_{column}") for column in COLUMNS))
    for row in rows:
        table.add_row(*(str(row[column]) for column in COLUMNS))
    Console().print(table)


def _row(programme: "Programme", person: "Person") -> dict[str, object]:
    seats = [
        f"{book().plain(f'invite.role_{seat.role}')} {programme.units[seat.unit].short_name}"
        for seat in person.seats
    ]
    accounts = [
        f"{a.channel}{' ' + words('unreachable') if a.unreachable_since else ''}"
        for a in person.accounts
    ]
    return {
        "person": person.person,
        "name": person.name,
        "position": person.position,
        "seats": "; ".join(seats),
        "accounts": "; ".join(accounts),
    }


@app.command(help=words("help_people_revoke"))
def revoke(person: Number, settings: SettingsFile = None) -> None:
    """Cut a person off: roles, accounts and open codes. What they entered stays."""
    from handlers import accounts
    from storage.cards import NoSuchPersonError

    now = system_clock()
    try:
        with opened_store(settings_from(settings), now) as store, store.write() as tx:
            ended = accounts.revoke(tx, person, now)
    except NoSuchPersonError:
        raise Complaint("person_unknown", person=person) from None
    typer.echo(words("revoked", person=person, count=len(ended)))


@app.command(help=words("help_people_relink"))
def relink(person: Number, settings: SettingsFile = None) -> None:
    """Issue a code that ties a new account to a person; opening it ends the old ones."""
    from handlers import accounts
    from handlers.house import House
    from storage import marks
    from storage.cards import NoSuchPersonError
    from storage.invitations import in_groups

    now = system_clock()
    chosen = settings_from(settings)
    programme = programme_from(chosen.programme)
    try:
        with opened_store(chosen, now) as store, store.write() as tx:
            name = marks.get(tx, "bot_name")
            house = House(programme, public_url=chosen.public_url, bot_name=name)
            links = accounts.relink(tx, house, person, now)
    except NoSuchPersonError:
        raise Complaint("person_unknown", person=person) from None
    typer.echo(words("relinked", person=person, code=in_groups(links.code)))
    for link in filter(None, (links.telegram, links.web)):
        typer.echo(link)
