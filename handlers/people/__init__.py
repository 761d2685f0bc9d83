"""People and their accounts: switch unit, hand over, another device, own card, leaving."""

from handlers.desk import Desk
from handlers.people import handover, leaving, links, profile, units
from plan.actions import Action

DESK = Desk(
    name="people",
    typed={"handover": handover.typed, "card": profile.typed},
    pressed={
        Action.switch_unit: units.pressed,
        Action.hand_over: handover.pressed,
        Action.hand_over_cancel: handover.cancelled,
        Action.on_web: links.on_web,
        Action.on_telegram: links.on_telegram,
        Action.profile: profile.pressed,
        Action.forget_me: leaving.pressed,
        Action.forget_me_confirm: leaving.confirmed,
    },
    commands={
        "donvi": units.command,
        "bangiao": handover.command,
        "web": links.command_web,
        "telegram": links.command_telegram,
        "hoso": profile.command,
        "xoa": leaving.command,
    },
    again={"handover": handover.again, "card": profile.again},
)
