"""What the tests of all rooms share: real databases of both engines, made from one template."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.clock import system_clock
from storage.appendonly import APPEND_ONLY
from storage.engine import Store
from storage.migrations.upgrade import head
from storage.tables import metadata

LOCAL_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


class Postgres:
    """A reachable server: databases come and go on it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self._admin = create_engine(
            self.url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
        )

    def run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def create(self) -> str:
        name = f"troly_test_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name}")
        # Nobody pulls the server's plug here; waiting for its disk at every commit is time lost.
        self.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def url_of(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        self._admin.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, by TROLY_TEST_POSTGRES_URL or on this machine; else skipped aloud."""
    url = os.environ.get("TROLY_TEST_POSTGRES_URL", LOCAL_POSTGRES)
    with closing(Postgres(url)) as server:
        try:
            server.run("SELECT 1")
        except OperationalError:
            pytest.skip("no PostgreSQL: set TROLY_TEST_POSTGRES_URL to test it")
        yield server


@pytest.fixture(scope="session")
def _postgres_database(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    with closing(Store(postgres.url_of(name))) as store:
        store.upgrade(system_clock())
    yield name
    postgres.drop(name)


@pytest.fixture
def postgres_url(postgres: Postgres, _postgres_database: str) -> Iterator[str]:
    """A PostgreSQL database of the present schema, empty."""
    url = postgres.url_of(_postgres_database)
    yield url
    _empty(url)


def _empty(url: str) -> None:
    """Remove every row: far quicker than a new database, whose removal waits for a checkpoint."""
    engine = create_engine(url)
    with engine.begin() as tx:
        others = "FROM pg_stat_activity WHERE datname = current_database()"
        tx.execute(text(f"SELECT pg_terminate_backend(pid) {others} AND pid <> pg_backend_pid()"))
        for name in APPEND_ONLY:
            tx.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
            if "id" in table.c and isinstance(table.c.id.type, BigInteger):
                tx.execute(text(f"ALTER SEQUENCE {table.name}_id_seq RESTART"))
        for name in APPEND_ONLY:
            tx.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
        tx.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "troly.db"
    with closing(Store(f"sqlite:///{path}")) as store:
        store.upgrade(system_clock())
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of the present schema."""
    path = tmp_path / "troly.db"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of either engine, by URL: for processes of their own."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An open database of either engine, at the present schema."""
    with closing(Store(database_url, tmp_path)) as opened:
        yield opened
