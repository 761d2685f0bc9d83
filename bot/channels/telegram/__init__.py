"""The Telegram channel: the only room that knows the Bot API."""
