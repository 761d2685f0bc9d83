"""`troly ask`: a question about the plan at a terminal, or a whole file of them. No database."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.cases import Case, cases
from bot.cli.frame import settings_from, words
from bot.complaint import Complaint
from bot.packs import programme_from
from plan.answering.answerer import Answerer
from plan.answering.query import Answered, Option, Query

Unit = Annotated[str | None, typer.Option("--unit", help=words("help_ask_unit"))]
Pack = Annotated[str | None, typer.Option("--programme", help=words("help_folder"))]
AsJson = Annotated[bool, typer.Option("--json", help=words("help_json"))]
Explain = Annotated[bool, typer.Option("--explain", help=words("help_ask_explain"))]
Batch = Annotated[Path | None, typer.Option("--batch", help=words("help_ask_batch"))]
Out = Annotated[Path | None, typer.Option("--out", help=words("help_ask_out"))]
Question = Annotated[str | None, typer.Argument(help=words("help_ask_question"))]


def ask(  # noqa: PLR0913 - typer reads a command's options from its parameters
    question: Question = None,
    unit: Unit = None,
    programme: Pack = None,
    as_json: AsJson = False,
    explain: Explain = False,
    batch: Batch = None,
    out: Out = None,
) -> None:
    """Answer one question, or every line of a JSONL file into another. Raises Complaint."""
    if not (question or "").strip() and batch is None:
        raise Complaint("ask_nothing")
    if batch is not None and (question is not None or unit is not None):
        raise Complaint("ask_both")
    if batch is not None and out is not None and out.resolve() == batch.resolve():
        raise Complaint("ask_same_file", file=out)
    answerer = Answerer(programme_from(programme or settings_from(None).programme))
    if batch is not None:
        _write(out, "".join(_line(case, answerer) for case in list(cases(batch))))
        return
    if unit is not None and answerer.unit_named(unit) is None:
        typer.echo(words("ask_unknown_unit", unit=unit), err=True)
    said = answerer.answer(Query(question or "", unit))
    if as_json:
        typer.echo(json.dumps(told(said), ensure_ascii=False, indent=1))
    else:
        typer.echo(_page(said))
    if explain:
        typer.echo("\n".join(("", *said.explain)))


def told(said: Answered) -> dict[str, Any]:
    """Return an answer as the public JSON: text, citations, silence, intent, choices."""
    return {
        "answer_text": said.answer_text,
        "citations": list(said.citations),
        "abstained": said.abstained,
        "intent": said.intent,
        "choices": [_choice(option) for option in said.choices],
    }


def _choice(option: Option) -> dict[str, Any]:
    return {
        "label": option.label,
        "answer_text": option.answer_text,
        "citations": list(option.citations),
        "abstained": option.abstained,
        "intent": option.intent,
    }


def _line(case: Case, answerer: Answerer) -> str:
    said = answerer.answer(case.query)
    return json.dumps({"id": case.id, **told(said)}, ensure_ascii=False) + "\n"


def _write(out: Path | None, lines: str) -> None:
    """Write answers to a file, or where none is named to the terminal."""
    if out is None:
        typer.echo(lines, nl=False)
        return
    try:
        out.write_text(lines, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise Complaint("ask_unwritable", file=out, problem=str(error)) from None


def _page(said: Answered) -> str:
    buttons = [f"  [{option.label}]" for option in said.choices]
    buttons += [f"  [{after.label}]" for after in said.follow_ups]
    return "\n".join((said.answer_text, *buttons))
