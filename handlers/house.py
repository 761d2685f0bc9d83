"""What every desk may use besides the database: the programme, its answers, where we live."""

from dataclasses import dataclass

from plan.programme import Programme


@dataclass(frozen=True)
class House:
    """The parts of a running server that handlers may know. Nothing here changes while it runs.

    `public_url` is where phones reach the web chat (None: not published); `bot_name` the
    Telegram user name without "@" (None: no Telegram). `training` marks every screen.
    """

    programme: Programme
    training: bool = False
    public_url: str | None = None
    bot_name: str | None = None
