"""`troly ask` as others call it: a file in, a file out, without a database or Telegram."""

import json
import subprocess
import sys

import pytest

from tests.answering.conftest import SETS

FIELDS = {"id", "answer_text", "citations", "abstained", "intent", "choices"}
INSIDE = {"label", "answer_text", "citations", "abstained", "intent"}


def batch(tmp_path, lines, out="out.jsonl"):
    """Run a batch in a folder of its own, as a process."""
    (tmp_path / "in.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    words = ["ask", "--batch", "in.jsonl", "--out", out]
    code = f"import sys; sys.argv = ['troly', *{words!r}]; from bot.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )


def answers(tmp_path):
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def test_a_batch_has_a_line_for_every_line(tmp_path):
    questions = (SETS / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    done = batch(tmp_path, questions)
    assert done.returncode == 0, done.stderr
    told = answers(tmp_path)
    assert [line["id"] for line in told] == [json.loads(q)["id"] for q in questions]
    assert all(set(line) == FIELDS for line in told)
    assert all(set(choice) == INSIDE for line in told for choice in line["choices"])


def test_a_batch_as_others_write_it(tmp_path):
    """Plain turns, other names of the assistant, strange separators, half a character, a mark."""
    before = ["nhiệm vụ của sở tài chính", "Sở Tài chính chủ trì."]
    turns = [{"role": "user", "text": before[0]}, {"role": "assistant", "text": before[1]}]
    followed = {"question": "thế còn Sở Tư pháp?", "asker_unit": None}
    lines = [
        "\ufeff" + json.dumps({"id": 1, **followed, "context": before}),
        json.dumps({"id": "2", **followed, "context": turns}),
        json.dumps({"id": "3", "question": "hạn\u2028nộp?", "context": None}, ensure_ascii=False),
        "",
        '{"id": "\\ud800", "question": "h\\ud800n?", "asker_unit": ""}',
    ]
    done = batch(tmp_path, lines)
    assert done.returncode == 0, done.stderr
    told = answers(tmp_path)
    assert [line["id"] for line in told[:3]] == [1, "2", "3"]
    assert len(told) == 4
    assert told[0]["answer_text"] == told[1]["answer_text"]
    assert told[0]["citations"][0].startswith("V.3.2")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", ":2"),
        ("[]", ":2"),
        ("7", ":2"),
        ('{"id": "1"}', "question"),
        ('{"question": "hạn?"}', "id"),
        ('{"id": "1", "question": null}', "question"),
        ('{"id": "1", "question": "hạn?", "context": "x"}', "context"),
        ('{"id": "1", "question": "hạn?", "context": [3]}', "context.0"),
        ('{"id": "1", "question": "hạn?", "context": [{"role": "x", "text": ""}]}', "context.0"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, told):
    done = batch(tmp_path, ['{"id": "0", "question": "hạn?"}', line])
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 6


def test_a_folder_that_is_not_there_is_told(tmp_path):
    done = batch(tmp_path, ['{"id": "0", "question": "hạn?"}'], out="none/out.jsonl")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "none/out.jsonl" in done.stderr


def test_asking_loads_neither_telegram_nor_sql():
    code = (
        "import sys; sys.argv = ['troly', 'ask', 'hạn nộp báo cáo là khi nào'];"
        "from bot.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print([m for m in ('telegram', 'sqlalchemy', 'apscheduler') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "29/11" in done.stdout
