"""The Telegram channel: the only room that knows the Bot API."""

import os

# The library's next behaviour already now: pauses are time deltas.
os.environ.setdefault("PTB_TIMEDELTA", "1")
