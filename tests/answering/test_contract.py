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
    return troly(tmp_path, "ask", "--batch", "in.jsonl", "--out", out)


def troly(tmp_path, *words):
    """Run the command in a folder, as a process."""
    code = f"import sys; sys.argv = ['troly', *{list(words)!r}]; from bot.cli.main import main; main()"
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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--batch", "in.jsonl", "--out", "in.jsonl"], "ghi đè"),
        (["--batch", "in.jsonl", "Hạn?"], "Không dùng --batch cùng"),
        (["--batch", "in.jsonl", "--unit", "STP"], "Không dùng --batch cùng"),
        (["   "], "Chưa có câu hỏi"),
    ],
)
def test_what_would_be_misunderstood_is_refused(tmp_path, words, told):
    line = '{"id": "0", "question": "hạn?"}\n'
    (tmp_path / "in.jsonl").write_text(line, encoding="utf-8")
    done = troly(tmp_path, "ask", *words)
    assert done.returncode != 0
    assert told in done.stderr
    assert (tmp_path / "in.jsonl").read_text(encoding="utf-8") == line


def test_a_batch_without_a_file_for_it_is_printed(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "0", "question": "hạn?"}\n', encoding="utf-8")
    done = troly(tmp_path, "ask", "--batch", "in.jsonl")
    assert json.loads(done.stdout)["citations"][0] == "VI"


def test_a_unit_nobody_knows_is_said_aloud(tmp_path):
    done = troly(tmp_path, "ask", "--unit", "xã Không Có", "hạn báo cáo?")
    assert done.returncode == 0
    assert "Không có đơn vị nào tên là “xã Không Có”" in done.stderr
    assert "30/11" in done.stdout
