"""`troly ask`: a question about the plan at a terminal, or a whole file of them. No database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.frame import settings_from, words
from bot.complaint import Complaint
from bot.packs import programme_from
from plan.answering.answerer import Answerer
from plan.answering.query import Answered, Option, Query, Turn

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
    if question is None and (batch is None or out is None):
        raise Complaint("ask_nothing")
    answerer = Answerer(programme_from(programme or settings_from(None).programme))
    if batch is not None and out is not None:
        lines = (_line(case, answerer) for case in _cases(batch))
        out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return
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


def _line(case: dict[str, Any], answerer: Answerer) -> str:
    turns = tuple(Turn(turn["role"], turn["text"]) for turn in case.get("context") or ())
    said = answerer.answer(Query(case["question"], case.get("asker_unit") or None, turns))
    return json.dumps({"id": case["id"], **told(said)}, ensure_ascii=False)


def _cases(file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError) as error:
        raise Complaint("ask_unreadable", file=file, problem=str(error)) from None


def _page(said: Answered) -> str:
    buttons = [f"  [{option.label}]" for option in said.choices]
    buttons += [f"  [{after.label}]" for after in said.follow_ups]
    return "\n".join((said.answer_text, *buttons))
