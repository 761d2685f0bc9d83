"""How far a unit's report is, for the words of a reminder: read only when words are needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from plan.form import Question
from plan.programme import Programme
from reports import states
from reports.flow import Draft, done_of_required, missing
from reports.values import from_json
from storage import answers, moves
from storage.engine import Tx
from storage.moves import Move
from storage.rounds import Round


@dataclass(frozen=True)
class Progress:
    """Required questions done and in all, the open ones, and the words of the newest return."""

    done: int = 0
    total: int = 0
    missing: tuple[Question, ...] = ()
    reason: str = ""
    to_mend: tuple[Question, ...] = field(default=())


def progress_of(tx: Tx, programme: Programme, round_: Round, unit: str) -> Progress:
    """Return how far one unit's report is."""
    given = answers.current(tx, round_.id, unit)
    return _progress(programme, round_, unit, given, moves.of_report(tx, round_.id, unit))


def progress_of_all(tx: Tx, programme: Programme, round_: Round) -> dict[str, Progress]:
    """Return how far every unit's report of a round is."""
    given = answers.current_of_round(tx, round_.id)
    moved = moves.of_round(tx, round_.id)
    return {
        unit.code: _progress(
            programme, round_, unit.code, given.get(unit.code, {}), moved.get(unit.code, [])
        )
        for unit in programme.units.reporting()
    }


def _progress(
    programme: Programme,
    round_: Round,
    unit: str,
    given: dict[str, answers.Given],
    moved: Sequence[Move],
) -> Progress:
    form = programme.forms.get(round_.form_version)
    if form is None:
        return Progress()
    values = {question: from_json(answer.value) for question, answer in given.items()}
    draft = Draft(form, programme.units[unit].question_set, values)
    done, total = done_of_required(draft)
    mending = states.returned(moved, {name: answer.at for name, answer in given.items()})
    if mending is None:
        return Progress(done, total, missing(draft))
    reason = next(str(m.value.get("reason", "")) for m in reversed(moved) if m.what == "returned")
    left = mending.questions - mending.mended
    return Progress(done, total, missing(draft), reason, tuple(q for q in form if q.id in left))
