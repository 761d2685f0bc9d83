"""A question in; an answer, a question back or silence out: pure functions over the data."""
