"""Codes that let somebody in: random, kept as SHA-256 only, for one use within their days."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from plan.units import Role
from storage.engine import Tx
from storage.tables import invitations

Purpose = Literal["join", "handover", "web", "telegram", "relink"]
# Crockford's letters: no I, L, O, U, so that a code on paper cannot be misread.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26  # 130 bits
_MISREAD = str.maketrans("OIL", "011")
_FIGURES = re.compile(r"(?:.*\d){2}").match
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")


@dataclass(frozen=True)
class New:
    """An invitation to be written. `person` is whose link it is, or who hands over."""

    purpose: Purpose
    expires_at: datetime
    unit: str | None = None
    role: Role | None = None
    person: int | None = None
    medium: Literal["link", "paper"] = "link"
    by: int | None = None


@dataclass(frozen=True)
class Invitation:
    """A code's row; the code itself is known only to whoever was given it."""

    id: int
    purpose: Purpose
    unit: str | None
    role: Role | None
    person: int | None
    medium: str
    created_at: datetime
    created_by: int | None
    expires_at: datetime
    used_at: datetime | None
    used_by: int | None
    revoked_at: datetime | None

    def fault(self, now: datetime) -> Literal["used", "revoked", "expired"] | None:
        """Return why the code lets nobody in any more, or None when it does."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if now >= self.expires_at else None


def normal(typed: str) -> str:
    """Return a code as it is hashed: without blanks and hyphens, misread letters put right."""
    return _BETWEEN.sub("", typed).upper().translate(_MISREAD)


def looks_like_code(typed: str) -> bool:
    """Return whether typed words can only be an attempt at a code (also a mistyped one).

    One long word with figures in it, or groups of one length as they are printed on paper.
    """
    code = normal(typed)
    groups = _BETWEEN.split(typed.strip())
    grouped = len({len(group) for group in groups[:-1]}) <= 1 and len(groups[0]) >= 4
    nearly = LENGTH - 4 <= len(code) <= LENGTH + 4
    return nearly and grouped and code.isascii() and code.isalnum() and _FIGURES(code) is not None


def in_groups(code: str) -> str:
    """Return a code as it is printed for typing: groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def issue(tx: Tx, new: New, now: datetime) -> str:
    """Write an invitation and return its code, the only time it is ever known."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    tx.execute(
        insert(invitations).values(
            code_hash=_hash(code),
            purpose=new.purpose,
            unit=new.unit,
            role=new.role,
            person_id=new.person,
            medium=new.medium,
            created_at=now,
            created_by=new.by,
            expires_at=new.expires_at,
        )
    )
    return code


def find(tx: Tx, typed: str) -> Invitation | None:
    """Return the invitation of a typed code, whatever became of it; None when unknown."""
    return _one(tx, invitations.c.code_hash == _hash(normal(typed)))


def get(tx: Tx, invitation: int) -> Invitation | None:
    """Return an invitation by its id."""
    return _one(tx, invitations.c.id == invitation)


def use(tx: Tx, invitation: int, person: int, now: datetime) -> bool:
    """Use up a code; return False when somebody was first, it was revoked or has run out."""
    table = invitations
    open_ = (table.c.used_at.is_(None), table.c.revoked_at.is_(None), table.c.expires_at > now)
    done = tx.execute(
        update(table)
        .where(table.c.id == invitation, *open_)
        .values(used_at=now, used_by=person)
        .returning(table.c.id)
    )
    return done.first() is not None


def revoke(tx: Tx, now: datetime, **of: Any) -> int:
    """Revoke the unused invitations that match all of `of` (id, person_id, unit, purpose ...)."""
    table = invitations
    same = [table.c[name] == value for name, value in of.items()]
    done = tx.execute(
        update(table)
        .where(table.c.used_at.is_(None), table.c.revoked_at.is_(None), *same)
        .values(revoked_at=now)
        .returning(table.c.id)
    )
    return len(done.all())


def open_ones(tx: Tx, now: datetime) -> list[Invitation]:
    """Return the invitations that still let somebody in, oldest first."""
    table = invitations
    query = select(table).where(
        table.c.used_at.is_(None), table.c.revoked_at.is_(None), table.c.expires_at > now
    )
    return [_invitation(row) for row in tx.execute(query.order_by(table.c.id))]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _one(tx: Tx, condition: Any) -> Invitation | None:
    row = tx.execute(select(invitations).where(condition)).first()
    return _invitation(row) if row else None


def _invitation(row: Any) -> Invitation:
    return Invitation(
        row.id,
        row.purpose,
        row.unit,
        Role(row.role) if row.role else None,
        row.person_id,
        row.medium,
        row.created_at,
        row.created_by,
        row.expires_at,
        row.used_at,
        row.used_by,
        row.revoked_at,
    )
