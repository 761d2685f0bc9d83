"""`troly invite`: codes that let people join, one at a time or a folder of pages."""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.frame import AsJson, SettingsFile, book, settings_from, unit_from, words
from bot.clock import system_clock
from bot.complaint import Complaint
from bot.memory import opened_store
from bot.packs import programme_from
from bot.settings import Settings
from plan.deadlines import local_day
from plan.programme import Programme
from plan.units import Role, Unit

if TYPE_CHECKING:
    from storage.engine import Tx

AnyUnit = Annotated[str | None, typer.Argument(help=words("help_unit"))]
AnyRole = Annotated[Role, typer.Option("--role", help=words("help_role"))]
Everybody = Annotated[bool, typer.Option("--all", help=words("help_invite_all"))]
Folder = Annotated[Path | None, typer.Option("--out", help=words("help_invite_out"))]


@dataclass(frozen=True)
class Issued:
    """One invitation as it is printed. `expires` is an ISO moment."""

    unit: str
    unit_name: str
    role: str
    code: str
    expires: str
    telegram: str | None
    web: str | None


@dataclass(frozen=True)
class Issuing:
    """What all invitations of one call share."""

    programme: Programme
    settings: Settings
    role: Role
    paper: bool
    now: datetime


def invite(
    unit: AnyUnit = None,
    role: AnyRole = Role.focal,
    everybody: Everybody = False,
    out: Folder = None,
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Issue a code for one unit, or pages for all reporting units into a folder."""
    if everybody == (unit is not None) or everybody != (out is not None):
        raise Complaint("invite_one_or_all")
    chosen = settings_from(settings)
    programme = programme_from(chosen.programme)
    issuing = Issuing(programme, chosen, role, paper=everybody, now=system_clock())
    units = programme.units.reporting() if unit is None else [unit_from(programme, unit)]
    for one in units:
        _may_have(programme, one, role)
    with opened_store(chosen, issuing.now) as store, store.write() as tx:
        issued = [issue(tx, issuing, one) for one in units]
    if out is not None:
        _write_pages(issuing, issued, out)
    elif as_json:
        typer.echo(json.dumps(asdict(issued[0]), ensure_ascii=False, indent=1))
    else:
        typer.echo(describe(issued[0]))


def issue(tx: "Tx", issuing: Issuing, unit: Unit) -> Issued:
    """Write one invitation and return it with its links, the only time its code is known."""
    from storage import invitations, marks

    terms = issuing.programme.settings
    days = terms.invitation_paper_days if issuing.paper else terms.invitation_days
    expires = issuing.now + timedelta(days=days)
    new = invitations.New("join", expires, unit=unit.code, role=issuing.role)
    if issuing.paper:
        new = replace(new, medium="paper")
    code = invitations.issue(tx, new, issuing.now)
    bot_name = marks.get(tx, "bot_name")
    public = issuing.settings.public_url
    return Issued(
        unit=unit.code,
        unit_name=unit.short_name,
        role=issuing.role.value,
        code=code,
        expires=expires.isoformat(),
        telegram=f"https://t.me/{bot_name}?start={code}" if bot_name else None,
        web=f"{public}/m/{code}" if public else None,
    )


def describe(issued: Issued) -> str:
    """Return an invitation as the operator reads it."""
    from storage.invitations import in_groups

    expires = local_day(datetime.fromisoformat(issued.expires)).strftime("%d/%m/%Y")
    role = book().plain(f"invite.role_{issued.role}")
    lines = [
        book().plain(
            "invite.made",
            unit=issued.unit_name,
            role=role,
            expires=expires,
            code=in_groups(issued.code),
        )
    ]
    if issued.telegram:
        lines.append(book().plain("invite.link_telegram", link=issued.telegram))
    if issued.web:
        lines.append(book().plain("invite.link_web", link=issued.web))
    if not issued.telegram and not issued.web:
        lines.append(book().plain("invite.no_link"))
    return "\n".join(lines)


def _may_have(programme: Programme, unit: Unit, role: Role) -> None:
    """Raise Complaint when a coordinator would stand outside the coordinating agency."""
    if role is Role.coordinator and unit.code != programme.manifest.coordinator:
        name = programme.coordinator.short_name
        raise Complaint("role_wrong", unit=unit.short_name, role=role.value, coordinator=name)


def _write_pages(issuing: Issuing, issued: list[Issued], out: Path) -> None:
    from bot.papers.invitations import Page, invitation, register
    from storage.invitations import in_groups

    pages = [
        Page(
            code=in_groups(one.code),
            unit=issuing.programme.units[one.unit].official_name,
            unit_code=one.unit,
            programme=issuing.programme.manifest.name,
            agency=issuing.programme.coordinator.official_name,
            role=book().plain(f"invite.role_{one.role}"),
            telegram=one.telegram,
            web=one.web,
            expires=local_day(datetime.fromisoformat(one.expires)),
        )
        for one in issued
    ]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for page in pages:
            name = re.sub(r"[^\w-]+", "-", f"{page.unit_code}-{page.unit}")
            (out / f"{name}.docx").write_bytes(invitation(page, book()))
        (out / "00-so-giao-thu-moi.docx").write_bytes(register(pages, book()))
    except OSError:
        raise Complaint("folder_unwritable", folder=out.absolute()) from None
    typer.echo(book().plain("invite.all_made", count=len(pages), folder=out))
    if pages and pages[0].link is None:
        typer.echo(book().plain("invite.all_no_link"))
