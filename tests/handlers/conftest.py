"""A house to talk to."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers.ask import warm
from plan.programme import Programme, find_pack, load_programme
from storage.engine import Store
from tests.handlers.play import Play
from tests.handlers.talk import Talk


@pytest.fixture(scope="session")
def programme() -> Programme:
    found = load_programme(find_pack("bac-ninh-2282"))
    warm(found).join(60)
    return found


@pytest.fixture
def talk(sqlite_url: str, tmp_path: Path, programme: Programme) -> Iterator[Talk]:
    with closing(Store(sqlite_url, tmp_path)) as store:
        yield Talk(store, programme)


@pytest.fixture
def play(sqlite_url: str, tmp_path: Path, programme: Programme) -> Iterator[Play]:
    """A small office over a real database."""
    with closing(Store(sqlite_url, tmp_path)) as store:
        yield Play(store, programme)


@pytest.fixture
def fresh_store(sqlite_url: str, tmp_path: Path) -> Callable[[], Store]:
    """Return a maker of empty databases, for tests that need many of them."""
    template = Path(sqlite_url.removeprefix("sqlite:///"))
    numbers = itertools.count()

    def made() -> Store:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copyfile(template, path)
        return Store(f"sqlite:///{path}", tmp_path)

    return made
