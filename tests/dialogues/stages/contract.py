"""What a stage is, and how to say on it that something is not possible there."""

from typing import Protocol

from tests.dialogues.script import Line, Step

# The words of "lan gửi ...": what Inbound.oddity calls it.
ODD = {
    "nhãn dán": "sticker",
    "tin thoại": "voice",
    "vị trí": "location",
    "ảnh": "photo",
    "tin đã sửa": "edited",
    "tin chuyển tiếp": "forwarded",
    "tin lạ": "other",
}


class NotHere(Exception):
    """People cannot do this on this channel; the dialogue ends here on this stage."""


class Stage(Protocol):
    """One channel to play on, open as a context while a dialogue lasts.

    `channel` is its name as accounts are stored. `enters` returns the address of somebody's
    account, the same through the dialogue. `play` brings one step to a fresh application over
    the scene's database, waits until all is said and returns what everybody got, in order; for
    a clock step the application only looks at the new time.
    """

    channel: str
    contact: bool  # people can share a contact card here

    def enters(self, name: str) -> str: ...

    async def play(self, step: Step) -> list[Line]: ...
