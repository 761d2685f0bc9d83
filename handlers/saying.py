"""Days, moments, sizes and people in the words of the programme."""

from datetime import date, datetime

from handlers.desk import Turn
from plan.deadlines import ZONE, Deadline, local_day
from plan.form import Question
from plan.phrasebook import Markup
from reminders.days import day_words, left_words
from reports import echo, figures
from reports.values import Narrative, Value
from storage import people

# Above this a text is told by its first words.
SHORT = 60


def day(value: date) -> str:
    """Return a day as officials write it, "05/11/2026"."""
    return f"{value:%d/%m/%Y}"


def moment(turn: Turn, value: datetime) -> Markup:
    """Return an aware moment in the programme's zone, with its day."""
    local = value.astimezone(ZONE)
    return turn.house.programme.phrases.render(
        "report.moment", time=f"{local:%H:%M}", day=day(local.date())
    )


def name(turn: Turn, person: int) -> str:
    """Return a person's name, or a word for somebody whose name is not (any more) known."""
    known = people.name_of(turn.tx, person)
    return known or turn.house.programme.phrases.plain("report.somebody")


def size(count: int) -> str:
    """Return a file size for people, "1,2 MB" or "340 KB", as phones and desks count it."""
    if count >= 1_000_000:
        return f"{count / 1_048_576:.1f} MB".replace(".", ",")
    return f"{max(1, round(count / 1024))} KB"


def training(turn: Turn) -> Markup:
    """Return the mark of a training house, or nothing."""
    if not turn.house.training:
        return Markup("")
    return turn.house.programme.phrases.render("report.training")


def in_short(turn: Turn, question: Question, value: Value) -> str:
    """Return a value in plain words; a narrative as its first words and its length."""
    if not isinstance(value, Narrative) or not value.text:
        return echo.words(turn.house.programme.phrases, question, value)
    return shortened(turn, value.text)


def shortened(turn: Turn, text: str) -> str:
    """Return a long text as its first words and its length, a short one as it is."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    first = line[:SHORT].rsplit(" ", 1)[0] + "\u2026"
    return turn.plain("report.narrative_value", first=first, count=figures.count(len(text)))


def deadline(turn: Turn, due: Deadline) -> Markup:
    """Return a deadline with its three days: legal, last working day, working days left."""
    programme = turn.house.programme
    today = local_day(turn.now)
    return turn.phrase(
        "report.deadline",
        before=day(due.before),
        last=day_words(programme.phrases, due.last_working_day),
        left=left_words(programme.phrases, due, programme.calendar, today),
    )


def weekday(turn: Turn, value: date) -> Markup:
    """Return a day with its weekday."""
    return day_words(turn.house.programme.phrases, value)
