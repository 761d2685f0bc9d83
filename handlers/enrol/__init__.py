"""Joining: a code or a request, the notice, consent, name and position, the coordinator's yes."""

from handlers.desk import Desk
from handlers.enrol import approvals, asking, codes, joining, phone
from handlers.enrol.codes import start
from handlers.enrol.phone import contact
from plan.actions import Action

__all__ = ["DESK", "contact", "start"]


DESK = Desk(
    name="enrol",
    typed={"join": joining.typed},
    pressed={
        Action.join_confirm: joining.confirm,
        Action.join_consent: joining.consent,
        Action.join_decline: joining.decline,
        Action.skip_phone: phone.skip,
        Action.join_pick_unit: asking.pick,
        Action.join_look: approvals.look,
        Action.join_approve: approvals.approve,
        Action.join_approve_all: approvals.approve_all,
        Action.join_refuse: approvals.refuse,
    },
    commands={
        "start": codes.start,
        "thamgia": asking.command,
        "duyet": approvals.command,
    },
    again={"join": joining.again},
)
