"""The commands by role: what the menu button shows, what the help lists, what home offers."""

from dataclasses import dataclass

from handlers.who import Who
from plan.units import Role

_MEMBERS = frozenset({Role.focal, Role.leader, Role.viewer})
_EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class Listed:
    """One command of the menu. `word` is the phrase that says what it does; no roles: anybody."""

    name: str
    word: str
    roles: frozenset[Role] = frozenset()

    def is_for(self, who: Who) -> bool:
        """Return whether this person should see it."""
        held = {membership.role for membership in who.memberships}
        return not self.roles or bool(self.roles & held)


COMMANDS: tuple[Listed, ...] = (
    Listed("baocao", "help.command_baocao", _MEMBERS),
    Listed("han", "help.command_han", _EVERYBODY),
    Listed("theodoi", "help.command_theodoi", frozenset({Role.coordinator})),
    Listed("nhac", "help.command_nhac", frozenset({Role.coordinator})),
    Listed("duyet", "help.command_duyet", frozenset({Role.coordinator})),
    Listed("cauhoi", "help.command_cauhoi", frozenset({Role.coordinator})),
    Listed("hoi", "help.command_hoi"),
    Listed("donvi", "help.command_donvi", _EVERYBODY),
    Listed("bangiao", "help.command_bangiao", _EVERYBODY),
    Listed("caidat", "help.command_caidat", _EVERYBODY),
    Listed("hoso", "help.command_hoso", _EVERYBODY),
    Listed("trogiup", "help.command_trogiup"),
    Listed("huy", "help.command_huy"),
)


def of(who: Who) -> list[Listed]:
    """Return the commands that a person should see, in order."""
    return [command for command in COMMANDS if command.is_for(who)]


def of_role(role: Role | None) -> list[Listed]:
    """Return the commands of a role; None: somebody who has not joined yet."""
    return [c for c in COMMANDS if not c.roles or (role is not None and role in c.roles)]
