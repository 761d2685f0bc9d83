"""Who is who: people, their accounts and roles, how they came in."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Table, Text

from storage.columns import BigId, Json, Moment
from storage.tables.base import a_person, an_id, metadata

people = Table(
    "people",
    metadata,
    an_id(),
    Column("name", Text, nullable=False, default=""),
    Column("position", Text, nullable=False, default=""),
    Column("phone", Text, nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    Column("consented_at", Moment),
    Column("erased_at", Moment),
)
# One account of a person at a channel. `ended_at` set: revoked, relinked or handed over.
identities = Table(
    "identities",
    metadata,
    an_id(),
    a_person(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("unreachable_since", Moment),
    Column("unreachable_why", Text),
    Column("last_seen_at", Moment),
    Index("ix_identities_account", "channel", "address"),
    Index("ix_identities_person_id", "person_id"),
)
# A person's role for a unit; begins when confirmed, ends once.
memberships = Table(
    "memberships",
    metadata,
    an_id(),
    a_person(),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("confirmed_by", BigId),
    Column("ended_at", Moment),
    Column("ended_why", Text),
    CheckConstraint("role in ('focal','leader','coordinator','viewer')", name="role"),
    Index("ix_memberships_unit_role", "unit", "role"),
    Index("ix_memberships_person_id", "person_id"),
)
# Codes are random 128 bits; only their SHA-256 is kept. purpose: join | web | telegram | handover.
invitations = Table(
    "invitations",
    metadata,
    an_id(),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("purpose", Text, nullable=False),
    Column("unit", Text),
    Column("role", Text),
    a_person(nullable=True),  # whom a one-time link or a hand-over is for
    Column("medium", Text, nullable=False, default="link"),
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigId),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", BigId),
    Column("revoked_at", Moment),
)
# Somebody without a code asks to join; decided once.
join_requests = Table(
    "join_requests",
    metadata,
    an_id(),
    a_person(),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", BigId),
    Column("approved", Boolean),
)
# Things that count against an hourly limit (wrong codes, a stranger's questions), by account.
attempts = Table(
    "attempts",
    metadata,
    an_id(),
    Column("what", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_attempts_what_account_at", "what", "account", "at"),
)
# A person's own choices, appended; the newest of a name counts.
# names: focus (unit), hour, pause_until, deputy, snooze_until, joining (JSON of a joining in hand)
preferences = Table(
    "preferences",
    metadata,
    an_id(),
    a_person(),
    Column("name", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Index("ix_preferences_person_id_name", "person_id", "name"),
)
# The coordinator's settings, appended; the newest of a name counts.
settings = Table(
    "settings",
    metadata,
    an_id(),
    Column("name", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Column("by", BigId),
    Index("ix_settings_name", "name"),
)
