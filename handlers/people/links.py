"""One person, several devices: a five-minute link each way, and a reissued account."""

from datetime import timedelta

from handlers import accounts, home
from handlers.desk import Press, Turn
from handlers.effects import Say
from handlers.identify import known
from plan.actions import Action, Choice
from storage import audit, cards, invitations, people
from storage.invitations import Invitation, Purpose


def command_web(turn: Turn, rest: str) -> None:
    """Do /web: a link to go on in a browser."""
    del rest
    _give(turn, "web")


def command_telegram(turn: Turn, rest: str) -> None:
    """Do /telegram: a link to go on in Telegram."""
    del rest
    _give(turn, "telegram")


def on_web(turn: Turn, press: Press) -> None:
    """Hear the button "open on the web"."""
    del press
    _give(turn, "web")


def on_telegram(turn: Turn, press: Press) -> None:
    """Hear the button "open in Telegram"."""
    del press
    _give(turn, "telegram")


def _give(turn: Turn, purpose: Purpose) -> None:
    person = turn.who.person
    published = turn.house.public_url if purpose == "web" else turn.house.bot_name
    if person is None or not published:
        home.show(turn, turn.phrase(f"people.no_{purpose}" if person else "people.join_first"))
        return
    invitations.revoke(turn.tx, turn.now, purpose=purpose, person_id=person)
    expires = turn.now + timedelta(minutes=accounts.LINK_MINUTES)
    new = invitations.New(purpose, expires, person=person, by=person)
    code = invitations.issue(turn.tx, new, turn.now)
    links = accounts.links_of(turn.house, code)
    url = links.web if purpose == "web" else links.telegram
    turn.say(
        f"people.open_{purpose}",
        Choice(f"people.button_open_{purpose}", Action.home, url=url),
        Choice("people.button_copy", Action.home, copy=url),
        minutes=accounts.LINK_MINUTES,
    )


def open_link(turn: Turn, found: Invitation) -> None:
    """Tie the account that opened a link to the link's person."""
    person = found.person
    if person is None or not _may_take(turn, person):
        home.show(turn, turn.phrase("people.account_of_another"))
        return
    invitations.use(turn.tx, found.id, person, turn.now)
    if found.purpose == "relink":
        cards.end_accounts(turn.tx, person, turn.now)
    elif found.purpose == "web" and _elsewhere(turn, person):
        turn.do(Say("people.linked_told", to=person))
    if turn.who.person != person:
        channel, address = turn.inbound.channel, turn.inbound.address
        cards.add_account(turn.tx, person, channel, address, turn.now)
    audit.append(turn.tx, audit.REST, "linked", person, turn.now, purpose=found.purpose)
    turn.who = known(turn.tx, person)
    home.show(turn, turn.phrase("people.linked", name=turn.who.name))


def _may_take(turn: Turn, person: int) -> bool:
    """Return whether this account may become that person's: it is free, or theirs already."""
    return turn.who.person in (None, person) or not turn.who.memberships


def _elsewhere(turn: Turn, person: int) -> bool:
    """Return whether the person is reached on another channel than the one at hand."""
    accounts_ = people.identities_of(turn.tx, person)
    return any(account.channel != turn.inbound.channel for account in accounts_)


def refused(turn: Turn, fault: str) -> None:
    """Say why a link to another device opens nothing any more, and where to get a new one."""
    minutes = {"minutes": accounts.LINK_MINUTES} if fault == "expired" else {}
    home.show(turn, turn.phrase(f"people.link_{fault}", **minutes))


def only_here(turn: Turn) -> None:
    """End all accounts of the speaker but the one at hand."""
    person = turn.who.person or 0
    for account in people.identities_of(turn.tx, person):
        if (account.channel, account.address) != (turn.inbound.channel, turn.inbound.address):
            cards.end_accounts(turn.tx, person, turn.now, id=account.id)
    audit.append(turn.tx, audit.REST, "other_devices_cut", person, turn.now)
    home.show(turn, turn.phrase("people.only_here"))
