"""After a run: was anything lost, doubled, or left unanswered? Read from the database alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select, text

from plan.phrasebook import Phrasebook
from reports.values import from_json
from storage import answers, audit, submissions
from storage.engine import Store, Tx
from storage.tables import answers as answer_rows
from storage.tables import audit as audit_rows
from storage.tables import inbox, outbox, pieces
from tests.botapi import BotApi
from tests.chaos.crowd import Crowd, Person
from tests.chaos.town import ROUND, Town


@dataclass
class Verdict:
    """What was found. `faults` must be empty; the counts are for the table."""

    faults: list[str] = field(default_factory=list)
    counts: dict[str, int | float | str] = field(default_factory=dict)

    def expect(self, holds: bool, fault: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)


def judge(api: BotApi, town: Town, crowd: Crowd) -> Verdict:
    """Compare what people said and heard with what the database holds."""
    verdict = Verdict()
    store = town.store()
    try:
        with store.read() as tx:
            _messages(verdict, api, tx)
            _lines(verdict, tx)
            _audit(verdict, tx)
            for person in crowd.people:
                _person(verdict, person, town.programme.phrases, tx)
        _integrity(verdict, store)
    finally:
        store.close()
    _telegram(verdict, api, crowd)
    return verdict


def _messages(verdict: Verdict, api: BotApi, tx: Tx) -> None:
    """Everything said to the bot is in the inbox once, and was acted on."""
    said = Counter(_keys(api))
    rows = tx.execute(select(inbox.c.key, inbox.c.done_at, inbox.c.incident)).all()
    stored = Counter(row.key for row in rows)
    lost, odd = said - stored, stored - said
    verdict.expect(not lost, f"{len(lost)} messages never reached the inbox: {list(lost)[:5]}")
    verdict.expect(not odd, f"{len(odd)} messages stand twice in the inbox: {list(odd)[:5]}")
    undone = [row.key for row in rows if row.done_at is None]
    verdict.expect(not undone, f"{len(undone)} messages were not acted on: {undone[:5]}")
    incidents = [row.incident for row in rows if row.incident]
    verdict.expect(not incidents, f"{len(incidents)} messages broke a handler: {incidents[:5]}")
    verdict.counts["messages"] = len(said)


def _keys(api: BotApi) -> Iterator[str]:
    for chat in api.world.chats.values():
        for message in chat.messages.values():
            if not message.outgoing and chat.kind == "private":
                yield f"m:{chat.id}:{message.id}"
    for query in api.world.queries.values():
        yield f"c:{query.id}"


def _lines(verdict: Verdict, tx: Tx) -> None:
    """Everything promised was said."""
    rows = tx.execute(
        select(outbox.c.id, outbox.c.failure, outbox.c.delivered_at, outbox.c.attempts)
    ).all()
    unsaid = [(row.id, row.failure) for row in rows if row.delivered_at is None]
    verdict.expect(not unsaid, f"{len(unsaid)} lines were not delivered: {unsaid[:5]}")
    verdict.counts["lines said"] = len(rows)
    verdict.counts["attempts"] = sum(row.attempts for row in rows)


def _audit(verdict: Verdict, tx: Tx) -> None:
    broken = audit.verify(tx)
    verdict.expect(not broken, f"audit chains are broken: {broken[:3]}")
    told = tx.scalar(select(func.count()).where(audit_rows.c.what == "answered"))
    kept = tx.scalar(select(func.count(answer_rows.c.id)))
    verdict.expect(told == kept, f"{kept} answers, but {told} of them in the audit")
    verdict.counts["answers"] = kept or 0


def _person(verdict: Verdict, person: Person, book: Phrasebook, tx: Tx) -> None:
    """One report: each answer that was told stands once, as it was told and as it was echoed."""
    told, unit = person.robot.told, person.resident.unit
    name = person.user.name
    verdict.expect(person.robot.done, f"{name} did not finish: {person.silent}")
    verdict.expect(not told.puzzling, f"{name} is puzzled: {told.puzzling[:1]}")
    kept: dict[str, list[str]] = {}
    for given in answers.history(tx, ROUND, unit.code):
        kept.setdefault(given.question, []).append(given.value)
    for question in told.sent.keys() | kept.keys():
        sent, stored = told.sent.get(question, []), kept.get(question, [])
        same = list(map(from_json, sent)) == list(map(from_json, stored))
        verdict.expect(same, f"{name} {question}: told {sent[-3:]}, stored {stored[-3:]}")
    echoed = sum(map(len, told.echoed.values()))
    stored_count = sum(map(len, kept.values()))
    verdict.expect(echoed == stored_count, f"{name}: {stored_count} answers, {echoed} echoes")
    sent_versions = len(submissions.versions(tx, ROUND, unit.code))
    receipts = len(told.receipts)
    verdict.expect(sent_versions == receipts, f"{name}: {sent_versions} versions, {receipts} told")
    waiting = select(func.count()).where(pieces.c.unit == unit.code, pieces.c.closed_at.is_(None))
    verdict.expect(not tx.scalar(waiting), f"{name}: parts of a narrative were left behind")


def _integrity(verdict: Verdict, store: Store) -> None:
    if not store.is_sqlite:
        return
    with store.read() as tx:
        said = tx.execute(text("PRAGMA integrity_check")).scalar_one()
        loose = tx.execute(text("PRAGMA foreign_key_check")).all()
    verdict.expect(said == "ok", f"integrity_check: {said}")
    verdict.expect(not loose, f"foreign_key_check: {loose[:3]}")


def _telegram(verdict: Verdict, api: BotApi, crowd: Crowd) -> None:
    """The bot never said what Telegram would not accept."""
    malformed = [(call.method, call.description) for call in api.ledger.malformed]
    verdict.expect(not malformed, f"malformed calls: {malformed[:3]}")
    told = [person.robot.told for person in crowd.people]
    verdict.counts["people done"] = f"{sum(p.robot.done for p in crowd.people)}/{len(told)}"
    verdict.counts["repeated bot messages"] = sum(each.repeats for each in told)
    verdict.counts["answers asked for again"] = sum(each.asked_again for each in told)
    verdict.counts["receipts"] = sum(len(each.receipts) for each in told)
