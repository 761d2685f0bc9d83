"""`troly ask` as others call it: a file in, a file out, without a database or Telegram."""

import json
import subprocess
import sys

from tests.answering.conftest import SETS

FIELDS = {"id", "answer_text", "citations", "abstained", "intent", "choices"}
INSIDE = {"label", "answer_text", "citations", "abstained", "intent"}


def test_a_batch_has_a_line_for_every_line(tmp_path):
    questions = (SETS / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    (tmp_path / "in.jsonl").write_text("\n".join(questions) + "\n", encoding="utf-8")
    words = ["ask", "--batch", "in.jsonl", "--out", "out.jsonl"]
    code = f"import sys; sys.argv = ['troly', *{words!r}]; from bot.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["id"] for line in told] == [json.loads(q)["id"] for q in questions]
    assert all(set(line) == FIELDS for line in told)
    assert all(set(choice) == INSIDE for line in told for choice in line["choices"])


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
