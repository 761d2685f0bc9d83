"""How words travel: inbox, outbox, pace, marks."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import Json, Moment
from storage.tables.base import a_person, an_id, metadata, only

inbox = Table(
    "inbox",
    metadata,
    an_id(),
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
Index("ix_inbox_open", inbox.c.id, **only(inbox.c.done_at.is_(None)))
# What we promised to say. `token` names it on buttons ("<token>.<n>"): opaque and unguessable.
outbox = Table(
    "outbox",
    metadata,
    an_id(),
    Column("token", Text, nullable=False, unique=True),
    a_person(nullable=True),  # None: a stranger's account
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
Index("ix_outbox_open", outbox.c.id, **only(outbox.c.settled_at.is_(None)))
Index("ix_outbox_asked", outbox.c.person_id, outbox.c.id, **only(outbox.c.subject.is_not(None)))
Index(
    "ix_outbox_card",
    *(outbox.c.channel, outbox.c.address, outbox.c.card, outbox.c.id),
    **only(outbox.c.card.is_not(None)),
)
# Pace that holds across restarts and processes: the moments of the last minute's sends.
pace = Table(
    "pace",
    metadata,
    an_id(),
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
