"""Values and drafts for tests, short to write."""

import tomllib
from datetime import date
from functools import cache

from plan.form import Form
from plan.programme import PACKS
from reports.flow import Draft, OptionalPart
from reports.values import Answers, Chosen, Narrative, Numbers, Value, YesNo

TODAY = date(2026, 11, 24)


@cache
def shipped_form() -> Form:
    file = PACKS / "bac-ninh-2282" / "form-2026.1.toml"
    return Form.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def pair(first: str, a: int, b: int) -> Numbers:
    """Numbers of the question whose first box is `first`, in box order."""
    codes = shipped_form().question(first).codes
    return Numbers(boxes=dict(zip(codes, (a, b), strict=True)))


def one(code: str, n: int) -> Numbers:
    return Numbers(boxes={code: n})


def yes() -> YesNo:
    return YesNo(yes=True)


def no() -> YesNo:
    return YesNo(yes=False)


def words(text: str) -> Narrative:
    return Narrative(text=text)


def commune_answers(**changed: Value) -> Answers:
    """A complete required part of a commune without ethnic minorities."""
    answers: Answers = {
        "NV01": no(),
        "CC01": pair("CC01", 2, 1),
        "CC03": pair("CC03", 3, 1),
        "QH01": pair("QH01", 31, 12),
        "DT01": pair("DT01", 8, 10),
        "DS00": no(),
        "NV06": pair("NV06", 5, 320),
        "CP01": one("CP01", 45_500_000),
        "TM01": words("Có thêm 01 nữ Phó Chủ tịch UBND."),
        "TM02": words(""),
        "TM03": words("Đề nghị mở lớp bồi dưỡng."),
    }
    return answers | changed


def commune(answers: Answers | None = None, **more: OptionalPart) -> Draft:
    given = commune_answers() if answers is None else answers
    return Draft(shipped_form(), "commune", given, **more)


__all__ = [
    "TODAY",
    "Chosen",
    "commune",
    "commune_answers",
    "no",
    "one",
    "pair",
    "shipped_form",
    "words",
    "yes",
]
