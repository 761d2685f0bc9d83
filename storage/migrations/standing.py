"""Whether a database stands at this version's schema already, known without loading Alembic.

That is the case at nearly every start; Alembic with its dialects costs 11 MB and half a second.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storage.faulty import driver_errors

if TYPE_CHECKING:
    from storage.engine import Store

_VERSIONS = Path(__file__).parent / "versions"
_ID = re.compile(r'^(down_revision|revision)(?:: [^=]+)? = "(\w+)"$', re.MULTILINE)


@cache
def head() -> str:
    """Return the newest revision: the one that no other builds on."""
    named = [pair for file in _VERSIONS.glob("*.py") for pair in _ID.findall(file.read_text())]
    older = {revision for name, revision in named if name == "down_revision"}
    (newest,) = {revision for name, revision in named if name == "revision"} - older
    return str(newest)


def is_current(store: "Store") -> bool:
    """Return whether nothing needs to be done; in doubt, and for an empty database, False."""
    try:
        with store.readers.connect() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            return found.scalars().all() == [head()]
    except driver_errors():
        return False
