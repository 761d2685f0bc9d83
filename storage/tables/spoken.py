"""Reminders, questions about the plan, and what happened."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import BigId, Json, Moment
from storage.tables.base import a_person, an_id, metadata

# One row per promised, expired or collapsed step; the key remembers for ever.
reminders = Table(
    "reminders",
    metadata,
    an_id(),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False),
    a_person(nullable=True),
    Column("cycle", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),  # promised | collapsed | expired
    Column("outbox_id", BigId),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False, default=""),
    UniqueConstraint("round", "unit", "person_id", "cycle", "step", name="uq_reminders_key"),
    Index("ix_reminders_round_unit", "round", "unit"),
    Index("ix_reminders_outbox_id", "outbox_id"),
    Index("ix_reminders_person_id", "person_id"),
)
# What a contact pressed on a reminder: acknowledged, being_signed, snoozed, not_mine, called.
responses = Table(
    "responses",
    metadata,
    an_id(),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False),
    a_person(),
    Column("what", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Index("ix_responses_round_unit", "round", "unit"),
)
questions = Table(
    "questions",
    metadata,
    an_id(),
    a_person(nullable=True),
    Column("unit", Text),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),  # silent | sent | tapped | taught | dismissed
    Column("nearest", Text),
    Column("chosen", Text),
    Column("at", Moment, nullable=False),
)
replies = Table(
    "replies",
    metadata,
    an_id(),
    Column("question_id", BigId, ForeignKey("questions.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("provision", Text),
    a_person(),
    Column("at", Moment, nullable=False),
    Column("approved_at", Moment),  # a reply of the programme: the next asker gets it
    Column("withdrawn_at", Moment),
)
announced = Table(
    "announced",
    metadata,
    an_id(),
    Column("provision", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
# Append-only (triggers), one hash chain a subject ("report:2026:07615", or "-" for the rest).
audit = Table(
    "audit",
    metadata,
    an_id(),
    Column("chain", Text, nullable=False),
    Column("place", Integer, nullable=False),  # 1, 2, 3 ... within the chain
    Column("at", Moment, nullable=False),
    Column("person_id", BigId),
    Column("what", Text, nullable=False),
    Column("detail", Json),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("chain", "place", name="uq_audit_place"),
)
