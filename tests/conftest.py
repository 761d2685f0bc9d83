"""What the tests of all rooms share: real databases of both engines, made from one template."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.clock import system_clock
from storage.engine import Store

_LOCAL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


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

    def create(self, template: str | None = None) -> str:
        name = f"troly_test_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
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
    url = os.environ.get("TROLY_TEST_POSTGRES_URL", _LOCAL)
    with closing(Postgres(url)) as server:
        try:
            server.run("SELECT 1")
        except OperationalError:
            pytest.skip("no PostgreSQL: set TROLY_TEST_POSTGRES_URL to test it")
        yield server


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    with closing(Store(postgres.url_of(name))) as store:
        store.upgrade(system_clock())
    yield name
    postgres.drop(name)


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


@pytest.fixture
def postgres_url(postgres: Postgres, _postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of the present schema."""
    name = postgres.create(_postgres_template)
    yield postgres.url_of(name)
    postgres.drop(name)


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
