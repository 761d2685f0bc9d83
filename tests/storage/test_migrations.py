"""One history for both engines, and it arrives where the tables say."""

from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, insert, inspect, text

from storage.appendonly import triggers
from storage.backup import restore
from storage.engine import Store
from storage.errors import DatabaseOlder
from storage.migrations import standing, upgrade
from storage.tables import memberships, metadata
from tests.storage.support import NOW, person


def test_the_history_arrives_at_the_tables(store: Store) -> None:
    with store.write() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == [], "python -m storage.migrations.draw"


def test_every_constraint_has_its_name_and_its_check(store: Store) -> None:
    wanted = {
        table.name: {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        for table in metadata.sorted_tables
    }
    with store.read() as tx:
        look = inspect(tx)
        found = {name: {c["name"] for c in look.get_check_constraints(name)} for name in wanted}
        unnamed = [
            (name, kind)
            for name in wanted
            for kind in (look.get_pk_constraint(name), *look.get_foreign_keys(name))
            if not kind["name"]
        ]
    assert found == wanted
    assert unnamed == []
    assert "ck_memberships_role" in found["memberships"]


@pytest.mark.parametrize("role", ["boss", "", "FOCAL"])
def test_a_role_that_is_none_is_refused(store: Store, role: str) -> None:
    with store.write() as tx:
        who = person(tx)
    row = {"person_id": who, "unit": "07615", "role": role, "began_at": NOW}
    with pytest.raises(Exception, match="role"), store.write() as tx:
        tx.execute(insert(memberships).values(row))


def test_indexes_are_those_of_the_tables(store: Store) -> None:
    wanted = {index.name for table in metadata.sorted_tables for index in table.indexes}
    with store.read() as tx:
        look = inspect(tx)
        found = {i["name"] for t in metadata.sorted_tables for i in look.get_indexes(t.name)}
    assert wanted <= found


def test_the_triggers_are_all_there(store: Store) -> None:
    names = {s.split()[2] for s in triggers(store.writer.dialect.name) if "CREATE TRIGGER" in s}
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not store.is_sqlite:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with store.read() as tx:
        assert {row[0] for row in tx.execute(text(query))} == names


def test_there_is_one_head() -> None:
    assert upgrade.known(upgrade.head())
    assert not upgrade.known("9999")


def test_upgrading_twice_changes_nothing_and_saves_nothing(store: Store) -> None:
    assert store.upgrade(NOW) is None
    assert not (store.data_dir / "backups").exists()


def test_an_older_database_is_saved_before_it_is_upgraded(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next version is played by moving this one's head: the steps themselves are real."""
    with closing(Store(database_url, tmp_path)) as store:
        with store.write() as tx:
            person(tx, name="Lan")
        monkeypatch.setattr(upgrade, "head", lambda: "next")
        monkeypatch.setattr(standing, "head", lambda: "next")
        monkeypatch.setattr(upgrade, "upgrade_to", lambda tx, _: person(tx, name="after"))
        saved = store.upgrade(NOW)
        monkeypatch.undo()
        assert saved is not None
        with closing(Store(f"sqlite:///{tmp_path}/restored.db", tmp_path)) as copy:
            restore(copy, saved, NOW)
            with copy.read() as tx:
                assert tx.execute(text("SELECT name FROM people")).scalars().all() == ["Lan"]


def test_a_server_does_not_run_on_an_older_schema(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/new.db")) as store:
        with pytest.raises(DatabaseOlder):
            store.check_schema()
        store.upgrade(NOW)
        store.check_schema()
