"""A start on a current database does not load Alembic, and any doubt brings it in."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from storage.engine import Store
from storage.migrations import standing, upgrade
from tests.storage.support import NOW


def test_the_newest_revision_is_alembics_own():
    assert standing.head() == upgrade.head()


def test_current_and_not(store: Store, tmp_path: Path):
    assert standing.is_current(store)
    with closing(Store(f"sqlite:///{tmp_path / 'empty.db'}")) as empty:
        assert not standing.is_current(empty)
        empty.upgrade(NOW)
        assert standing.is_current(empty)
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not standing.is_current(store)


def test_a_current_database_opens_without_alembic(sqlite_url: str):
    program = (
        "import sys, datetime; from storage.engine import Store; "
        f"Store({sqlite_url!r}).upgrade(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
