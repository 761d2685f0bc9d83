"""A notice of the coordinator to a chosen group, with "received" counted."""

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, Toast
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup, join
from reminders import notices
from reminders.notices import GROUPS, Notice
from storage import audit

_MOST = 2000  # letters; a notice is read on a phone


def pressed(turn: Turn, press: Press) -> None:
    """Hear "write a notice": pick the group, then type the words."""
    if not _allowed(turn):
        return
    group = str(press.args.get("group", ""))
    if group in GROUPS:
        _ask(turn, group)
        return
    turn.say(
        "remind.notice_pick",
        *(
            Choice(
                f"remind.notice_group_{name}",
                Action.notice,
                {"group": name},
                {"count": count},
                own_row=True,
            )
            for name in GROUPS
            if (count := len(notices.members(turn.tx, turn.house, name, turn.now)))
        ),
        Choice("remind.button_back_to_ladder", Action.command, {"name": "nhac"}),
    )


def again(turn: Turn, asked: Asked) -> None:
    """Ask for the words once more."""
    _ask(turn, asked.about[0])


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the words of a notice: show them as they will be read, and to how many."""
    if not _allowed(turn):
        return
    group, words = asked.about[0], text.strip()
    if not words or len(words) > _MOST:
        turn.say("remind.notice_length", asks=Asks(asked.subject, asked.key), most=_MOST)
        return
    count = len(notices.members(turn.tx, turn.house, group, turn.now))
    turn.say(
        "remind.notice_preview",
        Choice(
            "remind.button_notice_send",
            Action.notice_confirm,
            {"group": group, "words": words},
            {"count": count},
        ),
        Choice("remind.button_back_to_ladder", Action.command, {"name": "nhac"}),
        asks=Asks(asked.subject, asked.key),
        count=count,
        sample=notices.text(turn.house, words),
    )


def confirmed(turn: Turn, press: Press) -> None:
    """Hear "send it": promised to everybody of the group, in office hours."""
    if not _allowed(turn):
        return
    row = press.asked.row if press.asked else 0
    group, words = str(press.args["group"]), str(press.args["words"])
    new = Notice(f"{local_day(turn.now):%Y%m%d}-{row}", group, words)
    count = notices.promise(turn.tx, turn.house, new, turn.now)
    who = turn.who.person
    audit.append(turn.tx, audit.REST, "notice", who, turn.now, group=group, count=count)
    turn.say("remind.notice_done", asks=home.ASKS, count=count)


def acknowledged(turn: Turn, press: Press) -> None:
    """Hear "received" under a notice."""
    if turn.who.person is not None:
        notices.acknowledge(turn.tx, str(press.args["notice"]), turn.who.person, turn.now)
    turn.do(Toast("remind.acknowledged"))


def counts(turn: Turn) -> Markup:
    """Return the newest notices with how many confirmed them, or nothing."""
    lines = [
        turn.phrase(
            "remind.notice_count",
            day=f"{local_day(sent.at):%d/%m}",
            start=_short(sent.words),
            heard=sent.heard,
            all=sent.told,
        )
        for sent in notices.newest(turn.tx)
    ]
    return join(["", "", *lines]) if lines else Markup("")


def _ask(turn: Turn, group: str) -> None:
    label = turn.plain(f"remind.notice_to_{group}")
    turn.say("remind.notice_ask", asks=Asks(f"notice:{group}", "words"), group=label, most=_MOST)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 40 else f"{line[:40].rsplit(' ', 1)[0]} \u2026"


def _allowed(turn: Turn) -> bool:
    if not turn.who.coordinates:
        home.show(turn, turn.phrase("remind.coordinators_only"))
    return turn.who.coordinates
