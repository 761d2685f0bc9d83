"""The plan's text cut into citable provisions, verbatim."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Provision(BaseModel):
    """One citable passage: its id is the plan's own number ("II.1", "V.3.6.3")."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    heading: str
    text: str
    kind: Literal["leaf", "node"]
    parent: str | None
    label: str


class PlanText:
    """All provisions in the plan's order; an id covers its children."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        given = tuple(provisions)
        # Every id as it was given: a pack that uses one twice is told so.
        self.ids = tuple(provision.id for provision in given)
        self._by_id = {provision.id: provision for provision in given}
        self._below: dict[str | None, list[Provision]] = {}
        for provision in self._by_id.values():
            self._below.setdefault(provision.parent, []).append(provision)

    def __iter__(self) -> Iterator[Provision]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, provision_id: str) -> bool:
        return provision_id in self._by_id

    def __getitem__(self, provision_id: str) -> Provision:
        """Return a provision. Raises KeyError when the plan has no such id."""
        return self._by_id[provision_id]

    def children(self, provision_id: str) -> list[Provision]:
        """Return the provisions directly below one, in order."""
        return list(self._below.get(provision_id, ()))

    def leaves(self, provision_id: str) -> list[Provision]:
        """Return the provision itself when it is a leaf, else every leaf below it, in order."""
        provision = self._by_id[provision_id]
        if provision.kind == "leaf":
            return [provision]
        return [leaf for child in self.children(provision_id) for leaf in self.leaves(child.id)]
