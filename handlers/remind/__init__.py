"""The desk of reminders: their buttons, the deadline, personal hours, the coordinator's ladder."""

from handlers.desk import Desk
from handlers.remind import buttons, calls, deadline, hours, ladder, leave, notice, now
from plan.actions import Action

__all__ = [
    "DESK",
    "buttons",
    "calls",
    "deadline",
    "hours",
    "ladder",
    "leave",
    "notice",
    "now",
]
DESK = Desk(
    name="remind",
    typed={
        "leave": leave.typed,
        "hour": hours.typed,
        "step": ladder.typed,
        "notice": notice.typed,
    },
    again={
        "leave": leave.again,
        "hour": hours.again,
        "step": ladder.again,
        "notice": notice.again,
    },
    commands={
        "han": deadline.command,
        "caidat": hours.command,
        "nhac": ladder.command,
    },
    pressed={
        Action.acknowledge: buttons.acknowledge,
        Action.being_signed: buttons.being_signed,
        Action.snooze: buttons.snooze,
        Action.not_mine: buttons.not_mine,
        Action.set_hour: hours.pressed,
        Action.pause: leave.pressed,
        Action.step_move: ladder.move,
        Action.step_skip: ladder.skip,
        Action.remind_now: now.pressed,
        Action.remind_confirm: now.confirmed,
        Action.notice: notice.pressed,
        Action.notice_confirm: notice.confirmed,
        Action.called: calls.pressed,
    },
)
