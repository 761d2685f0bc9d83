"""A database in which many communes wait to report: their focal points joined, the round is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from plan.programme import Programme, find_pack, load_programme
from plan.units import Role, Unit
from storage import cards, marks, memberships, rounds
from storage.engine import Store, Tx
from storage.memberships import Seat

# A Monday evening: nobody is reminded while a run lasts.
EVENING = datetime(2026, 10, 5, 19, 30, tzinfo=timezone(timedelta(hours=7)))
PACK = "bac-ninh-2282"
ROUND = rounds.TRAINING


@dataclass(frozen=True)
class Resident:
    """Somebody who may report at once: confirmed, for one unit, from one account."""

    account: str
    unit: Unit


@dataclass(frozen=True)
class Town:
    """A folder with a prepared database, and the file that moves its clock."""

    folder: Path
    url: str
    programme: Programme
    clock_file: Path

    def store(self) -> Store:
        """Open the database; the caller closes it."""
        return Store(self.url, self.folder)


def built(folder: Path, url: str | None = None, now: datetime = EVENING) -> Town:
    """Make an empty town: schema, training round, clock."""
    clock_file = folder / "clock.txt"
    clock_file.write_text(now.isoformat(), encoding="ascii")
    programme = load_programme(find_pack(PACK))
    town = Town(folder, url or f"sqlite:///{folder / 'troly.db'}", programme, clock_file)
    store = town.store()
    store.upgrade(now)
    with store.write() as tx:
        marks.put(tx, "training", True, now)
        rounds.ensure_training_round(tx, programme, now)
    store.close()
    return town


def communes(programme: Programme) -> list[Unit]:
    """Return the communes, in the order of the list."""
    return [unit for unit in programme.units if unit.question_set == "commune"]


def settle(
    town: Town,
    accounts: list[str],
    channel: str = "telegram",
    now: datetime = EVENING,
    first: int = 0,
    among: Sequence[Unit] = (),
) -> list[Resident]:
    """Let each account be the confirmed focal point of a unit of its own, from the `first` on.

    Of communes, unless it is said `among` which units. More people than units serve several to a
    unit.
    """
    units = among or communes(town.programme)
    residents = [
        Resident(account, units[number % len(units)])
        for number, account in enumerate(accounts, first)
    ]
    store = town.store()
    with store.write() as tx:
        for number, resident in enumerate(residents):
            seat = resident.unit.code, Role.focal
            _join(tx, f"Đầu mối {number + 1}", channel, resident.account, seat, now)
    store.close()
    return residents


def coordinate(
    town: Town, account: str, channel: str = "telegram", now: datetime = EVENING
) -> None:
    """Let an account be the coordinator's."""
    store = town.store()
    with store.write() as tx:
        seat = town.programme.manifest.coordinator, Role.coordinator
        _join(tx, "Cán bộ tổng hợp", channel, account, seat, now)
    store.close()


def _join(
    tx: Tx, name: str, channel: str, account: str, seat: tuple[str, Role], now: datetime
) -> None:
    person = cards.add(tx, now, name=name, position="Công chức", phone="")
    cards.consent(tx, person, now)
    cards.add_account(tx, person, channel, account, now)
    memberships.begin(tx, Seat(person, *seat), now, confirmed=True)
