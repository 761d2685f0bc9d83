"""The durable heart: heard, then acted on, then said, each on disk before it is confirmed."""
