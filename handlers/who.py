"""Who is speaking and what they may do: the one place where permission is decided."""

from dataclasses import dataclass

from plan.units import Role

# What each role may do for its own unit; the coordinator's agency sees every unit's report.
_WRITES = frozenset({Role.focal})
_READS = frozenset({Role.focal, Role.leader, Role.viewer})


@dataclass(frozen=True)
class Membership:
    """A live role of a person for a unit. Unconfirmed ones may write drafts, not send."""

    unit: str
    role: Role
    confirmed: bool


@dataclass(frozen=True)
class Who:
    """The speaker. A stranger has no person; an account revoked is a stranger again."""

    person: int | None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    focus: str | None = None  # the unit they speak for, when they serve several

    @property
    def unit(self) -> str | None:
        """Return the unit this person speaks for now, or None."""
        units = self.units
        return self.focus if self.focus in units else next(iter(units), None)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units this person serves, oldest first, each once."""
        return tuple(dict.fromkeys(m.unit for m in self.memberships))

    def roles(self, unit: str) -> frozenset[Role]:
        """Return the person's live roles for a unit."""
        return frozenset(m.role for m in self.memberships if m.unit == unit)

    @property
    def coordinates(self) -> bool:
        """Return whether this person is a confirmed coordinator."""
        return any(m.role is Role.coordinator and m.confirmed for m in self.memberships)

    def may_write(self, unit: str) -> bool:
        """Return whether this person may answer for a unit (its focal points only)."""
        return bool(self.roles(unit) & _WRITES)

    def may_send(self, unit: str) -> bool:
        """Return whether this person may send a unit's report: a confirmed focal point."""
        return any(m.unit == unit and m.role in _WRITES and m.confirmed for m in self.memberships)

    def may_sign(self, unit: str) -> bool:
        """Return whether this person leads the unit, confirmed."""
        return any(
            m.unit == unit and m.role is Role.leader and m.confirmed for m in self.memberships
        )

    def may_read(self, unit: str) -> bool:
        """Return whether this person may see a unit's report."""
        return self.coordinates or bool(self.roles(unit) & _READS)
