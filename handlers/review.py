"""The coordinator's desk."""

from handlers.desk import Desk

DESK = Desk(name="review")
