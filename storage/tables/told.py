"""What is owed, and what was told: rounds, answers, versions, moves, files."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import BigId, Json, Moment
from storage.tables.base import a_person, an_id, metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Text, primary_key=True),  # "2026", or "2027-a1" for an ad-hoc one
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("before", Text, nullable=False),  # ISO day, exclusive
    Column("cut_off", Text, nullable=False),
    Column("opens", Text, nullable=False),
    Column("closes", Text, nullable=False),
    Column("request", Text, nullable=False, default=""),  # the official letter that asks for it
    Column("training", Boolean, nullable=False, default=False),
    Column("ladder", Json),  # overrides of the programme's ladder by setting; None: none
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    CheckConstraint("kind in ('annual','adhoc')", name="kind"),
)
# Appended decisions about one unit in one round. what: extend (until), exclude, include,
# confirm_dtts, step_move, step_skip (value: JSON). unit "*" means all units.
decisions = Table(
    "decisions",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("value", Json),
    Column("reason", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
    Column("by", BigId),
    Index("ix_decisions_round_unit", "round", "unit"),
)
# Every answer ever given. `replaces` is the answer it was given over: two phones cannot both
# replace the same one (unique), so that the second writer is shown both.
answers = Table(
    "answers",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 ... within the question
    Column("value", Text, nullable=False),  # reports.values JSON
    Column("replaces", BigId, ForeignKey("answers.id")),
    a_person(),
    Column("channel", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("on_behalf", Boolean, nullable=False, default=False),
    UniqueConstraint("round", "unit", "question", "revision", name="uq_answers_revision"),
)
# One line of explanation for an oddity (a check's id) of a draft; newest counts.
explanations = Table(
    "explanations",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("check", Text, nullable=False),
    Column("figures", Text, nullable=False),  # the values it explains; others need it anew
    Column("text", Text, nullable=False),
    a_person(),
    Column("at", Moment, nullable=False),
    Index("ix_explanations_round_unit", "round", "unit"),
)
# A narrative in several messages: parts wait here until "Xong" makes them one answer.
pieces = Table(
    "pieces",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("question", Text, nullable=False),
    a_person(),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed_at", Moment),
    Index("ix_pieces_round_unit_question", "round", "unit", "question"),
)
# Immutable versions of what a unit sent: all answers as they stood.
submissions = Table(
    "submissions",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("content", Json, nullable=False),  # {"answers": {...}, "explanations": {...}}
    Column("receipt", Text, nullable=False, unique=True),
    a_person(),
    Column("at", Moment, nullable=False),
    Column("on_time", Boolean, nullable=False),
    UniqueConstraint("round", "unit", "version", name="uq_submissions_version"),
)
# Moves of a report's life (reports/states.py): to_leader, leader_approved, leader_returned,
# submitted, recalled, opened, reopen_asked, reopen_refused, returned, accepted, number, paper.
moves = Table(
    "moves",
    metadata,
    an_id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("value", Json),  # e.g. {"questions": [...], "reason": "..."} of a return
    a_person(nullable=True),
    Column("at", Moment, nullable=False),
    Index("ix_moves_round_unit", "round", "unit"),
)
files = Table(
    "files",
    metadata,
    an_id(),
    Column("stored", Text, nullable=False, unique=True),  # random name in the file store
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("round", Text),
    Column("unit", Text),
    Column("purpose", Text, nullable=False),
    a_person(),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index("ix_files_round_unit", "round", "unit"),
)
