"""Questions that found no answer, the replies to them, and taps that taught us a reading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from plan.names import compare_key, fold
from storage.engine import Tx
from storage.tables import questions, replies

# silent: the plan does not say it; sent: on to the coordinator; tapped: a reading chosen by
# a tap; taught: such a reading approved; dismissed: the coordinator will not reply.
Kind = Literal["silent", "sent", "tapped", "taught", "dismissed"]


@dataclass(frozen=True)
class Question:
    """One question as it was asked. `nearest` is the provision that came closest."""

    id: int
    person: int | None
    unit: str | None
    text: str
    kind: Kind
    nearest: str | None
    chosen: str | None
    at: datetime


@dataclass(frozen=True)
class Reply:
    """What the coordinator answered; approved, it is the programme's for every next asker."""

    id: int
    question: int
    text: str
    provision: str | None
    person: int
    at: datetime
    approved_at: datetime | None
    asked: str = ""


@dataclass(frozen=True)
class Group:
    """The same question however it was typed: how often it was asked, in its best spelling."""

    best: Question
    count: int
    sent: bool


def add(tx: Tx, asked: Question) -> int:
    """Write a question down (its id is given here) and return the id."""
    row = insert(questions).values(
        person_id=asked.person,
        unit=asked.unit,
        text=asked.text,
        kind=asked.kind,
        nearest=asked.nearest,
        chosen=asked.chosen,
        at=asked.at,
    )
    return int(tx.execute(row.returning(questions.c.id)).scalar_one())


def get(tx: Tx, question: int) -> Question | None:
    """Return a question by its id."""
    row = tx.execute(select(questions).where(questions.c.id == question)).first()
    return _question(row) if row else None


def send(tx: Tx, question: int) -> None:
    """Mark a silent question as sent on to the coordinator."""
    tx.execute(update(questions).where(questions.c.id == question).values(kind="sent"))


def same(tx: Tx, asked: Question) -> list[Question]:
    """Return the unanswered questions that say the same words, oldest first."""
    return [one for one in _open(tx) if wording(one.text) == wording(asked.text)]


def askers(tx: Tx, asked: Question) -> list[int]:
    """Return the persons who sent these words on, each once, oldest first."""
    query = select(questions).where(questions.c.kind == "sent", questions.c.person_id.is_not(None))
    found = (_question(row) for row in tx.execute(query.order_by(questions.c.id)))
    mine = [one.person for one in found if wording(one.text) == wording(asked.text)]
    return list(dict.fromkeys(person for person in mine if person is not None))


def unanswered(tx: Tx) -> list[Group]:
    """Return the questions nobody replied to, sent ones first, then the most asked."""
    groups: dict[str, list[Question]] = {}
    for one in _open(tx):
        groups.setdefault(wording(one.text), []).append(one)
    found = [
        Group(max(group, key=_legible), len(group), any(one.kind == "sent" for one in group))
        for group in groups.values()
    ]
    return sorted(found, key=lambda group: (not group.sent, -group.count, group.best.id))


def _legible(asked: Question) -> tuple[bool, int]:
    """Return how well a wording reads: one with its marks before one without, the newest first."""
    return not asked.text.isascii(), asked.id


def dismiss(tx: Tx, asked: Question) -> int:
    """Put a question aside in all its wordings: nobody will reply; return how many."""
    ids = [one.id for one in same(tx, asked)]
    change = update(questions).where(questions.c.id.in_(ids)).values(kind="dismissed")
    tx.execute(change)
    return len(ids)


def reply(tx: Tx, answered: Question, text: str, by: int, now: datetime) -> int:
    """Write down what the coordinator answered and return the reply's id."""
    row = insert(replies).values(
        question_id=answered.id, text=text, provision=answered.nearest, person_id=by, at=now
    )
    return int(tx.execute(row.returning(replies.c.id)).scalar_one())


def reply_of(tx: Tx, question: int) -> Reply | None:
    """Return the newest reply to a question."""
    found = _replies(tx, replies.c.question_id == question)
    return found[-1] if found else None


def get_reply(tx: Tx, reply_id: int) -> Reply | None:
    """Return a reply by its id."""
    found = _replies(tx, replies.c.id == reply_id)
    return found[0] if found else None


def approve(tx: Tx, reply_id: int, now: datetime) -> bool:
    """Make a reply the programme's; False when it was already, or was withdrawn."""
    table = replies
    done = tx.execute(
        update(table)
        .where(table.c.id == reply_id, table.c.approved_at.is_(None))
        .where(table.c.withdrawn_at.is_(None))
        .values(approved_at=now)
        .returning(table.c.id)
    )
    return done.first() is not None


def withdraw(tx: Tx, reply_id: int, now: datetime) -> bool:
    """Take a reply of the programme back; False when there is nothing to take back."""
    table = replies
    done = tx.execute(
        update(table)
        .where(table.c.id == reply_id, table.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(table.c.id)
    )
    return done.first() is not None


def approved(tx: Tx) -> list[Reply]:
    """Return the replies that stand as the programme's, oldest first."""
    return _replies(tx, replies.c.approved_at.is_not(None), replies.c.withdrawn_at.is_(None))


def readings(tx: Tx, kind: Literal["tapped", "taught"]) -> list[Question]:
    """Return the readings chosen by a tap: those that wait, or those approved; oldest first."""
    query = select(questions).where(questions.c.kind == kind).order_by(questions.c.id)
    return [_question(row) for row in tx.execute(query)]


def teach(tx: Tx, upto: int) -> int:
    """Approve the waiting readings up to an id, and return how many."""
    waiting = [one.id for one in readings(tx, "tapped") if one.id <= upto]
    tx.execute(update(questions).where(questions.c.id.in_(waiting)).values(kind="taught"))
    return len(waiting)


def wording(text: str) -> str:
    """Return the words of a question without marks, tones and punctuation, for grouping."""
    folded = fold(compare_key(text))
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def _open(tx: Tx) -> list[Question]:
    """Return the questions whose words nobody has replied to, oldest first."""
    replied = {wording(found.asked) for found in _replies(tx)}
    query = select(questions).where(questions.c.kind.in_(["silent", "sent"]))
    found = (_question(row) for row in tx.execute(query.order_by(questions.c.id)))
    return [one for one in found if wording(one.text) not in replied]


def _replies(tx: Tx, *conditions: Any) -> list[Reply]:
    query = select(replies, questions.c.text.label("asked")).join(
        questions, questions.c.id == replies.c.question_id
    )
    return [
        Reply(
            row.id,
            row.question_id,
            row.text,
            row.provision,
            row.person_id,
            row.at,
            row.approved_at,
            row.asked,
        )
        for row in tx.execute(query.where(*conditions).order_by(replies.c.id))
    ]


def _question(row: Any) -> Question:
    return Question(
        row.id, row.person_id, row.unit, row.text, row.kind, row.nearest, row.chosen, row.at
    )
