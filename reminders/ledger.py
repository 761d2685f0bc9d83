"""What was remembered of earlier steps, indexed the ways the planner asks."""

from collections.abc import Container, Mapping
from datetime import date

from plan.deadlines import local_day
from reminders.values import Fate, History, Key, Press, Sent

_DONE = {Fate.delivered, Fate.collapsed, Fate.expired}
_HEARD = {Fate.promised, Fate.delivered}
Records = Mapping[str, Mapping[int | None, Sent]]


class Ledger:
    """The history of all rounds at hand, by unit and by person."""

    def __init__(self, history: History) -> None:
        self._steps: dict[tuple[str, str, str], dict[str, dict[int | None, Sent]]] = {}
        self._days: dict[tuple[int, date], set[str]] = {}
        for key, sent in history.sent.items():
            steps = self._steps.setdefault((key.round, key.unit, key.cycle), {})
            steps.setdefault(key.step, {})[key.contact] = sent
            if key.contact is not None and sent.fate in _HEARD and _counts(key, sent):
                day = (key.contact, local_day(sent.at))
                self._days.setdefault(day, set()).add(sent.message or "")
        self._presses: dict[tuple[str, str], list[Press]] = {}
        for press in history.presses:
            self._presses.setdefault((press.round, press.unit), []).append(press)

    def of(self, round_id: str, unit: str, cycle: str) -> Records:
        """Return the remembered steps of one cycle: step, contact, what became of it."""
        return self._steps.get((round_id, unit, cycle), {})

    def presses(self, round_id: str, unit: str) -> list[Press]:
        """Return the presses of one unit, oldest first."""
        return self._presses.get((round_id, unit), [])

    def heard_on(self, person: int | None, day: date) -> int:
        """Return how many ladder messages a person got (or was promised) on a local day."""
        return 0 if person is None else len(self._days.get((person, day), ()))


def _counts(key: Key, sent: Sent) -> bool:
    """Return whether a step fills a person's day; the coordinator's own word does not."""
    return sent.message is not None and not key.step.startswith("N-")


def anyone_told(records: Records, step: str, hearing: Container[int]) -> bool:
    """Return whether a step of an earlier day is made good for its unit, whoever heard it.

    A promise to somebody who is not `hearing` any more (unreachable, on leave) makes nothing good.
    """
    told = records.get(step, {})
    return any(_made_good(contact, sent, hearing) for contact, sent in told.items())


def taken(records: Records, key: Key, hearing: Container[int], *, alone: bool) -> bool:
    """Return whether a step is done with for a contact: it has it, or another has it `alone`."""
    told = records.get(key.step, {})
    if key.contact in told:
        return True
    others = ((contact, sent) for contact, sent in told.items() if contact is not None)
    return alone and any(_made_good(contact, sent, hearing) for contact, sent in others)


def pending(records: Records, contact: int | None) -> list[str]:
    """Return the steps promised to a contact and not yet delivered, oldest first."""
    waiting = [
        (told[contact].at, step)
        for step, told in records.items()
        if contact in told and told[contact].fate is Fate.promised
    ]
    return [step for _, step in sorted(waiting)]


def _made_good(contact: int | None, sent: Sent, hearing: Container[int]) -> bool:
    return sent.fate in _DONE or (sent.fate is Fate.promised and contact in hearing)
