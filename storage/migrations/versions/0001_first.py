"""The first schema."""

from alembic import op
from storage.appendonly import triggers
from storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and let history only grow."""
    bind = op.get_bind()
    metadata.create_all(bind)
    for statement in triggers(bind.dialect.name):
        op.execute(statement)
