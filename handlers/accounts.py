"""Use cases about accounts that the command line shares: list, revoke, reissue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers.desk import Turn
from handlers.house import House
from plan.phrasebook import Markup, Phrasebook, join
from storage import audit, cards, invitations, join_requests, memberships, people, preferences
from storage.engine import Tx
from storage.people import Identity

# Lines that hold a link which lets somebody in.
_WITH_LINKS = ("people.hand_over_code", "people.open_web", "people.open_telegram")
LINK_MINUTES = 5  # a link from one's own device to another


@dataclass(frozen=True)
class Links:
    """One code and the ways to open it; None where a channel is not published."""

    code: str
    telegram: str | None
    web: str | None

    @property
    def first(self) -> str | None:
        """Return the link to forward: Telegram's, else the web's, else nothing."""
        return self.telegram or self.web


@dataclass(frozen=True)
class Person:
    """Somebody as the operator sees them."""

    person: int
    name: str
    position: str
    phone: str
    seats: tuple[memberships.Member, ...]
    accounts: tuple[Identity, ...]


def days(tx: Tx, house: House, medium: Literal["link", "paper"]) -> int:
    """Return how many days a code lives: 7 as a link, 30 on paper, unless set otherwise."""
    settings = house.programme.settings
    if medium == "paper":
        return int(
            preferences.setting(tx, "invitation_paper_days", settings.invitation_paper_days)
        )
    return int(preferences.setting(tx, "invitation_days", settings.invitation_days))


def links_of(house: House, code: str) -> Links:
    """Return the ways to open a code where this house is published."""
    telegram = f"https://t.me/{house.bot_name}?start={code}" if house.bot_name else None
    base = (house.public_url or "").rstrip("/")
    return Links(code, telegram, f"{base}/m/{code}" if base else None)


def listing(tx: Tx) -> list[Person]:
    """Return everybody who has a role or an account, oldest first."""
    found = [
        Person(
            number,
            card.name,
            card.position,
            card.phone,
            tuple(memberships.of_person(tx, number)),
            tuple(people.identities_of(tx, number)),
        )
        for number, card in cards.all_of_them(tx).items()
    ]
    return [person for person in found if person.seats or person.accounts]


def revoke(tx: Tx, person: int, now: datetime) -> list[memberships.Member]:
    """Cut a person off in one step: roles, accounts, open codes and requests.

    Returns the roles that ended. Raises NoSuchPersonError.
    """
    cards.get(tx, person)
    ended = memberships.end(tx, "revoked", now, person_id=person)
    cards.end_accounts(tx, person, now)
    invitations.revoke(tx, now, person_id=person)
    join_requests.withdraw(tx, person, now)
    audit.append(tx, audit.REST, "revoked", person, now)
    return ended


def relink(tx: Tx, house: House, person: int, now: datetime) -> Links:
    """Issue a code that ties a new account to a person; opening it ends the old accounts.

    Raises NoSuchPersonError.
    """
    cards.get(tx, person)
    expires = now + timedelta(days=days(tx, house, "link"))
    invitations.revoke(tx, now, person_id=person, purpose="relink")
    code = invitations.issue(tx, invitations.New("relink", expires, person=person), now)
    audit.append(tx, audit.REST, "relink_issued", person, now)
    return links_of(house, code)


def taken_back(book: Phrasebook) -> dict[str, str]:
    """Return the lines that hold a link, and the words that stand there a while after it."""
    return dict.fromkeys(_WITH_LINKS, book.render("people.link_taken_back"))


def shown(turn: Turn, links: Links) -> Markup:
    """Return the ways to open a code as lines to read or copy."""
    lines = []
    if links.telegram:
        lines.append(turn.phrase("people.link_telegram", link=links.telegram))
    if links.web:
        lines.append(turn.phrase("people.link_web", link=links.web))
    lines.append(turn.phrase("people.link_code", code=invitations.in_groups(links.code)))
    return join(lines)
