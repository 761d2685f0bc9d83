"""A house to talk to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plan.programme import Programme, find_pack, load_programme
from storage.engine import Store
from tests.handlers.play import Play
from tests.handlers.talk import Talk


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(find_pack("bac-ninh-2282"))


@pytest.fixture
def talk(sqlite_url: str, tmp_path: Path, programme: Programme) -> Iterator[Talk]:
    with closing(Store(sqlite_url, tmp_path)) as store:
        yield Talk(store, programme)


@pytest.fixture
def play(sqlite_url: str, tmp_path: Path, programme: Programme) -> Iterator[Play]:
    """A small office over a real database."""
    with closing(Store(sqlite_url, tmp_path)) as store:
        yield Play(store, programme)
