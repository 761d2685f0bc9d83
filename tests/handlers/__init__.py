"""The desks: who may do what, and what bad input does."""
