"""Tables as facts. Nothing here is a state column: states follow from what was appended.

Names, phones and accounts stand only in `people` and `identities`; everywhere else a person is
an id, so that erasure blanks two rows and the report stays.
"""

from storage.tables.base import metadata
from storage.tables.spoken import announced, audit, questions, reminders, replies, responses
from storage.tables.told import (
    answers,
    decisions,
    explanations,
    files,
    moves,
    pieces,
    rounds,
    submissions,
)
from storage.tables.travel import inbox, marks, outbox, pace
from storage.tables.who import (
    attempts,
    identities,
    invitations,
    join_requests,
    memberships,
    people,
    preferences,
    settings,
)

__all__ = [
    "announced",
    "answers",
    "attempts",
    "audit",
    "decisions",
    "explanations",
    "files",
    "identities",
    "inbox",
    "invitations",
    "join_requests",
    "marks",
    "memberships",
    "metadata",
    "moves",
    "outbox",
    "pace",
    "people",
    "pieces",
    "preferences",
    "questions",
    "reminders",
    "replies",
    "responses",
    "rounds",
    "settings",
    "submissions",
]
