"""Draw the first revision from the tables: `python -m storage.migrations.draw`.

Only until the first release; afterwards every change of the tables is a revision of its own.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from storage.columns import BigId, Json, Moment
from storage.tables import metadata

_FILE = Path(__file__).with_name("versions") / "0001_first.py"
_FRAME = '''"""The first schema. Drawn by storage/migrations/draw.py until the first release."""

import sqlalchemy as sa
from alembic import op

from storage.appendonly import triggers

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and let history only grow."""
    {body}
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)
'''


def first_revision() -> str:
    """Return the source of the first revision."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_item": _rendered})
        script: MigrationScript = produce_migrations(context, metadata)
        operations = script.upgrade_ops
        if operations is None:
            raise LookupError("there are no tables")
        body = render_python_code(operations, render_item=_rendered)
    engine.dispose()
    lines = [line for line in body.splitlines() if not line.strip().startswith("#")]
    return _FRAME.format(body="\n".join(lines).strip())


def _rendered(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database."""
    if kind != "type":
        return False
    if item is BigId:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    if isinstance(item, Moment):
        return "sa.BigInteger()"
    return "sa.Text()" if isinstance(item, Json) else False


if __name__ == "__main__":
    _FILE.write_text(first_revision(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(_FILE)], check=True)  # noqa: S603
