"""What the web chat must know of a session: was it ended, and is a line of a file its own."""

from sqlalchemy import bindparam, select

from storage.engine import Tx
from storage.lines import LINE_COLUMNS, Line
from storage.people import person_of
from storage.prepared import Prepared
from storage.tables import identities, outbox

WEB = "web"


def was_ended(tx: Tx, address: str) -> bool:
    """Return whether a session spoke for somebody once and does so no more."""
    mine = (identities.c.channel == WEB, identities.c.address == address)
    ended = tx.execute(select(identities.c.id).where(*mine, identities.c.ended_at.is_not(None)))
    return ended.first() is not None and person_of(tx, WEB, address) is None


def file_line(tx: Tx, token: str, address: str) -> Line | None:
    """Return a line that hands over a file, when it was said to this session or its person."""
    row = _FILE.first(tx, token_=token)
    if row is None:
        return None
    line = Line(*row)
    if line.person is not None:
        return line if person_of(tx, WEB, address) == line.person else None
    return line if line.address == address else None


_FILE = Prepared(
    select(*LINE_COLUMNS).where(
        outbox.c.token == bindparam("token_"), outbox.c.channel == WEB, outbox.c.kind == "file"
    )
)
