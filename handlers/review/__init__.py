"""The coordinator's desk: who owes, who has sent; open, accept, return, extend, ask anew."""

from handlers.desk import Desk
from handlers.review import adhoc, decide, extend, giving_back, lists, unit
from plan.actions import Action

DESK = Desk(
    name="review",
    typed={
        "return": giving_back.typed,
        "extend": extend.typed,
        "round": adhoc.typed,
        "board": lists.typed,
    },
    again={
        "return": giving_back.again,
        "extend": extend.again,
        "round": adhoc.again,
        "board": lists.again,
    },
    commands={
        "tinhhinh": lists.command,
        "theodoi": lists.command,
        "dotxuat": adhoc.command,
    },
    pressed={
        Action.board: lists.pressed,
        Action.review_list: lists.group,
        Action.workbook: lists.workbook,
        Action.review_unit: unit.pressed,
        Action.review_open: unit.opened,
        Action.review_accept: decide.accept,
        Action.reopen_allow: decide.allow,
        Action.reopen_refuse: decide.refuse,
        Action.review_return: giving_back.pick,
        Action.review_return_reason: giving_back.reason,
        Action.review_return_send: giving_back.send,
        Action.extend: extend.pressed,
        Action.extend_day: extend.day,
        Action.extend_confirm: extend.confirmed,
        Action.open_round: adhoc.pressed,
        Action.open_round_next: adhoc.no_request,
        Action.open_round_confirm: adhoc.confirmed,
    },
)
