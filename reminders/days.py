"""Days in words: weekdays, the three days of a deadline, working days left."""

from datetime import date, timedelta
from string import ascii_lowercase

from plan.days import Calendar
from plan.deadlines import Deadline
from plan.phrasebook import Markup, Phrasebook


def day_words(book: Phrasebook, day: date) -> Markup:
    """Return a day as officials say it: its weekday, then day and month."""
    name = book.render(f"remind.weekday_{day.isoweekday()}")
    return book.render("remind.day", weekday=name, day=short_day(day))


def short_day(day: date) -> str:
    """Return day and month as the plan writes them."""
    return f"{day:%d/%m}"


def left_words(book: Phrasebook, deadline: Deadline, calendar: Calendar, today: date) -> Markup:
    """Return how much is left until a deadline, or how long ago it was; calm on days off."""
    if today > deadline.legal:
        gone = calendar.working_days_left(deadline.legal, today) - 1
        if gone < 1 or not calendar.is_working_day(today):
            return book.render("remind.left_ended", legal=short_day(deadline.legal))
        return book.render("remind.left_late", count=gone)
    if today == deadline.last_working_day:
        return book.render("remind.left_today")
    left = calendar.working_days_left(today, deadline.last_working_day)
    if left == 0:
        return book.render("remind.left_none", legal=short_day(deadline.legal))
    return book.render("remind.left", count=left)


def is_late(deadline: Deadline, calendar: Calendar, today: date) -> bool:
    """Return whether a deadline may be called past: never before a working day has begun."""
    first = calendar.next_working_day(deadline.legal + timedelta(days=1))
    return today >= first


def step_words(book: Phrasebook, step: str) -> Markup:
    """Return the name of a step of the ladder in words."""
    if step.startswith("T-0"):
        return book.render("remind.step_last_day", count=ascii_lowercase.index(step[3]) + 1)
    phrase = _STEPS.get(step[0], "remind.step_opening")
    slots = {"count": step[1:].lstrip("-+")} if "count" in book.slots(phrase) else {}
    return book.render(phrase, **slots)


_STEPS = {
    "T": "remind.step_before",
    "L": "remind.step_after",
    "W": "remind.step_weekly",
    "S": "remind.step_wished",
    "N": "remind.step_asked",
}
