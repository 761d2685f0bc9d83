"""Tables as facts. Nothing here is a state column: states follow from what was appended.

Names, phones and accounts stand only in `people` and `identities`; everywhere else a person is
an id, so that erasure blanks two rows and the report stays.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import BigId, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def _person(name: str = "person_id", *, nullable: bool = False) -> Column[int]:
    return Column(name, BigId, ForeignKey("people.id"), nullable=nullable)


def _only(condition: ColumnElement[bool]) -> dict[str, Any]:
    return {"sqlite_where": condition, "postgresql_where": condition}


# --- who -----------------------------------------------------------------------------------
people = Table(
    "people",
    metadata,
    _id(),
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
    _id(),
    _person(),
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
    _id(),
    _person(),
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
    _id(),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("purpose", Text, nullable=False),
    Column("unit", Text),
    Column("role", Text),
    _person(nullable=True),  # whom a one-time link or a hand-over is for
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
    _id(),
    _person(),
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
    _id(),
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
    _id(),
    _person(),
    Column("name", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Index("ix_preferences_person_id_name", "person_id", "name"),
)
# The coordinator's settings, appended; the newest of a name counts.
settings = Table(
    "settings",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Column("by", BigId),
    Index("ix_settings_name", "name"),
)
# --- what is owed --------------------------------------------------------------------------
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
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("value", Json),
    Column("reason", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
    Column("by", BigId),
    Index("ix_decisions_round_unit", "round", "unit"),
)
# --- what was told -------------------------------------------------------------------------
# Every answer ever given. `replaces` is the answer it was given over: two phones cannot both
# replace the same one (unique), so that the second writer is shown both.
answers = Table(
    "answers",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 ... within the question
    Column("value", Text, nullable=False),  # reports.values JSON
    Column("replaces", BigId, ForeignKey("answers.id")),
    _person(),
    Column("channel", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("on_behalf", Boolean, nullable=False, default=False),
    UniqueConstraint("round", "unit", "question", "revision", name="uq_answers_revision"),
)
# One line of explanation for an oddity (a check's id) of a draft; newest counts.
explanations = Table(
    "explanations",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("check", Text, nullable=False),
    Column("figures", Text, nullable=False),  # the values it explains; others need it anew
    Column("text", Text, nullable=False),
    _person(),
    Column("at", Moment, nullable=False),
    Index("ix_explanations_round_unit", "round", "unit"),
)
# A narrative in several messages: parts wait here until "Xong" makes them one answer.
pieces = Table(
    "pieces",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("question", Text, nullable=False),
    _person(),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed_at", Moment),
    Index("ix_pieces_round_unit_question", "round", "unit", "question"),
)
# Immutable versions of what a unit sent: all answers as they stood.
submissions = Table(
    "submissions",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("content", Json, nullable=False),  # {"answers": {...}, "explanations": {...}}
    Column("receipt", Text, nullable=False, unique=True),
    _person(),
    Column("at", Moment, nullable=False),
    Column("on_time", Boolean, nullable=False),
    UniqueConstraint("round", "unit", "version", name="uq_submissions_version"),
)
# Moves of a report's life (reports/states.py): to_leader, leader_approved, leader_returned,
# submitted, recalled, opened, reopen_asked, reopen_refused, returned, accepted, number, paper.
moves = Table(
    "moves",
    metadata,
    _id(),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("value", Json),  # e.g. {"questions": [...], "reason": "..."} of a return
    _person(nullable=True),
    Column("at", Moment, nullable=False),
    Index("ix_moves_round_unit", "round", "unit"),
)
files = Table(
    "files",
    metadata,
    _id(),
    Column("stored", Text, nullable=False, unique=True),  # random name in the file store
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("round", Text),
    Column("unit", Text),
    Column("purpose", Text, nullable=False),
    _person(),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index("ix_files_round_unit", "round", "unit"),
)
# --- how words travel ----------------------------------------------------------------------
inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text),  # handlers.inbound JSON; blanked after 30 days
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("incident", Text),  # dead letter: the id that the person was told
    UniqueConstraint("channel", "key", name="uq_inbox_key"),
    Index("ix_inbox_account", "channel", "address", "id"),
)
# What is still to be done stays few, however long the history: partial indexes.
Index("ix_inbox_open", inbox.c.id, **_only(inbox.c.done_at.is_(None)))
# What we promised to say. `token` names it on buttons ("<token>.<n>"): opaque and unguessable.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("token", Text, nullable=False, unique=True),
    _person(nullable=True),  # None: a stranger's account
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", Text, nullable=False),  # say | file | toast | contact
    Column("phrase", Text, nullable=False),
    Column("text", Text, nullable=False),  # our markup, as it was or will be shown
    Column("choices", Json),
    Column("subject", Text),
    Column("asks", Text),
    Column("revision", Integer),
    Column("card", Text),
    Column("about", Json),  # file name, paper, reminder's (round, unit, step), tap id ...
    Column("key", Text, unique=True),
    Column("priority", Integer, nullable=False, default=0),  # 0 reply, 1 notice, 2 reminder
    Column("promised_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_attempt_at", Moment),
    Column("uncertain", Integer, nullable=False, default=0),  # ambiguous time-outs
    Column("delivered_at", Moment),
    Column("message_ref", Text),  # the channel's own id of the message
    Column("settled_at", Moment),  # delivered, failed or dropped: nothing left to do
    Column("failure", Text),
    Index("ix_outbox_person_id", "person_id", "id"),
    Index("ix_outbox_account", "channel", "address", "id"),
)
Index("ix_outbox_open", outbox.c.id, **_only(outbox.c.settled_at.is_(None)))
Index("ix_outbox_asked", outbox.c.person_id, outbox.c.id, **_only(outbox.c.subject.is_not(None)))
Index(
    "ix_outbox_card",
    *(outbox.c.channel, outbox.c.address, outbox.c.card, outbox.c.id),
    **_only(outbox.c.card.is_not(None)),
)
# Pace that holds across restarts and processes: the moments of the last minute's sends.
pace = Table(
    "pace",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_pace_at", "at"),
)
# Marks that survive restarts: Telegram's offset, a pause until, last ticks.
marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Json),
    Column("at", Moment, nullable=False),
)
# --- speaking first ------------------------------------------------------------------------
# One row per promised, expired or collapsed step; the key remembers for ever.
reminders = Table(
    "reminders",
    metadata,
    _id(),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False),
    _person(nullable=True),
    Column("cycle", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),  # promised | collapsed | expired
    Column("outbox_id", BigId),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False, default=""),
    UniqueConstraint("round", "unit", "person_id", "cycle", "step", name="uq_reminders_key"),
    Index("ix_reminders_round_unit", "round", "unit"),
)
# What a contact pressed on a reminder: acknowledged, being_signed, snoozed, not_mine, called.
responses = Table(
    "responses",
    metadata,
    _id(),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False),
    _person(),
    Column("what", Text, nullable=False),
    Column("value", Json),
    Column("at", Moment, nullable=False),
    Index("ix_responses_round_unit", "round", "unit"),
)
# --- questions about the plan ----------------------------------------------------------------
questions = Table(
    "questions",
    metadata,
    _id(),
    _person(nullable=True),
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
    _id(),
    Column("question_id", BigId, ForeignKey("questions.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("provision", Text),
    _person(),
    Column("at", Moment, nullable=False),
    Column("approved_at", Moment),  # a reply of the programme: the next asker gets it
    Column("withdrawn_at", Moment),
)
announced = Table(
    "announced",
    metadata,
    _id(),
    Column("provision", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
# --- what happened -------------------------------------------------------------------------
# Append-only (triggers), one hash chain a subject ("report:2026:07615", or "-" for the rest).
audit = Table(
    "audit",
    metadata,
    _id(),
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
