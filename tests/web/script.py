"""A small house to chat with: it lets people join, asks, hands over files, and echoes the rest."""

from datetime import datetime

from handlers.effects import Asks, Effect, Say, SendFile, Toast
from handlers.inbound import Inbound, Kind
from plan.actions import Action, Choice
from plan.units import Role
from storage import cards, files, invitations, memberships, people, post
from storage.engine import Tx
from storage.memberships import Seat

PHRASES = {
    "test.welcome": "Chào <b>{name}</b>.",
    "test.stranger": "Anh/chị chưa tham gia.",
    "test.echo": "Nghe: {words}",
    "test.ask": "Câu {number}?",
    "test.card": "Tiến độ {number}",
    "test.file": "Dự thảo",
    "test.toast": "Đã ghi",
    "test.pressed": "Đã chọn {what}",
}
REPORT = Choice("Báo cáo ngay", Action.report_open)


def answer(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    """Answer one message."""
    if inbound.kind is Kind.start:
        return [_start(tx, inbound, now)]
    if inbound.kind is Kind.choice:
        found = post.press(tx, inbound)
        what = found.action if found else "-"
        return [Toast("test.toast"), Say("test.pressed", {"what": what})]
    if inbound.kind is Kind.file:
        return [Say("test.echo", {"words": _kept(tx, inbound, now)})]
    return _words(inbound.text)


def _words(text: str) -> list[Effect]:
    word, _, rest = text.partition(" ")
    effects: list[Effect] = [Say("test.echo", {"words": text})]
    match word:
        case "hỏi":
            nothing = Choice("Không có (0)", Action.answer, {"value": 0})
            asks = Asks(f"report:2026:{rest[:1]}", rest)
            later = Choice("Để sau", Action.later)
            effects = [Say("test.ask", {"number": rest}, (nothing, later), asks)]
        case "chọn":
            effects = [Say("test.echo", {"words": text}, (REPORT, REPORT), Asks("home", "next"))]
        case "thẻ":
            effects = [Say("test.card", {"number": rest}, card="progress")]
        case "tệp":
            effects = [SendFile(Say("test.file"), rest or "Báo cáo.docx", stored="paper")]
        case "mã":
            copy = Choice("Chép mã", Action.help, copy=rest)
            away = Choice("Mở trang", Action.help, url="https://bacninh.gov.vn")
            effects = [Say("test.echo", {"words": rest}, (copy, away, REPORT))]
        case "loạt":
            effects = [Say("test.echo", {"words": str(n)}) for n in range(int(rest))]
        case "hỏng":
            raise RuntimeError("as ordered")
    return effects


def _start(tx: Tx, inbound: Inbound, now: datetime) -> Effect:
    found = invitations.find(tx, inbound.text) if inbound.text else None
    if found is None or found.fault(now):
        return Say("test.stranger")
    person = found.person or people.person_of(tx, inbound.channel, inbound.address)
    if person is None:
        person = cards.add(tx, now, name="Nguyễn <i>Thị</i> A & B")
    invitations.use(tx, found.id, person, now)
    cards.add_account(tx, person, inbound.channel, inbound.address, now)
    if found.unit:
        memberships.begin(
            tx, Seat(person, found.unit, found.role or Role.focal), now, confirmed=True
        )
    return Say("test.welcome", {"name": people.name_of(tx, person)})


def _kept(tx: Tx, inbound: Inbound, now: datetime) -> str:
    sent = inbound.file
    assert sent is not None
    if sent.stored is None:
        return f"không nhận {sent.name}: {sent.refusal}"
    kept = files.Kept(
        sent.stored, sent.sha256 or "", sent.name, sent.media_type, sent.size, "other"
    )
    person = people.person_of(tx, inbound.channel, inbound.address)
    assert person is not None
    files.add(tx, ("2026", "07615"), kept, person, now)
    return f"{sent.name} {sent.size} {inbound.text}".strip()
