"""A pack is checked as a whole: each broken value is named by file, place and mend."""

import json
import shutil

import pytest

from bot.packs import programme_complaint
from plan.checking import checked_programme
from plan.faults import ProgrammeError
from plan.phrasebook import product_phrases
from plan.programme import PACKS

# A file, what is exchanged in it (the first time it stands there), and what is said then.
BROKEN = {
    "syntax": ("programme.toml", 'id = "', "id = ", "programme.toml: sai cú pháp ở dòng"),
    "number": ("programme.toml", "years = [2026", 'years = ["a"', "years.0: phải là số nguyên"),
    "unknown key": ("programme.toml", "[rounds]", "[rounds]\nla = 1", "rounds.la: mục lạ"),
    "coordinator": ("programme.toml", 'coordinator = "SNV"', 'coordinator = "X"', "đơn vị “X”"),
    "day": ("programme.toml", 'before = "11-30"', 'before = "11-31"', "rounds.before: không phải ngày"),
    "regime": ("programme.toml", 'provision = "VI"', 'provision = "IX"', "không có đoạn “IX”"),
    "column": ("units.csv", "sort_order", "sort", "dòng 2, cột sort_order: thiếu"),
    "level": ("units.csv", "commune,commune", "huyen,commune", "07627.level: không có cấp “huyen”"),
    "set": ("units.csv", "commune,commune", "commune,xa", "không có bộ câu hỏi “xa”"),
    "day off": ("holidays.csv", "2026-01-01", "2026-13-01", ", cột date: phải là ngày có thật"),
    "hour": ("reminders.toml", 'at = "08:00"', 'at = "11:45"', "11:45 nằm ngoài giờ làm việc"),
    "form code": ("form-2026.1.toml", 'codes = ["CC01"', 'codes = ["CC98"', "dùng mã “CC98”"),
    "form": ("form-2026.1.toml", '{ commune = "V.3.5" }', '{ commune = "V.9" }', "không có đoạn “V.9”"),
    "verbatim": ("provisions.json", "Đạt 75%", "Đạt 85%", "II.1.text: lời của đoạn không có"),
    "parent": ("provisions.json", '"parent": "II"', '"parent": "IIX"', "không có đoạn “IIX”"),
    "topic": ("topics.toml", 'provisions = ["0"]', 'provisions = ["00"]', "doc.title.provisions: không có"),
    "topic shape": ("topics.toml", 'provisions = ["0"]', "provisions = 0", "phải là danh sách"),
    "topic target": ("topics.toml", 'target = "key"', 'target = "khoa"', "không có mục tiêu “khoa”"),
    "next": ("topics.toml", '"task.of"', '"task.off"', "next: không có chủ đề “task.off”"),
    "task": ("agencies.toml", "V.3.1.1", "V.3.99", "SNV.tasks: không có đoạn “V.3.99”"),
    "alias": ("agencies.toml", "SKHCN = ", "SKHCM = ", "không có cơ quan hay đơn vị “SKHCM”"),
    "target level": ("targets.toml", 'levels = ["commune"]', 'levels = ["xa"]', "key.levels: không có cấp “xa”"),
    "target": ("targets.toml", 'provision = "II.1"', 'provision = "II.9"', "key.provision: không có đoạn"),
    "label": ("bank/targets.toml", "[target]", "[mucdich]", "không phải chủ đề nào"),
}  # fmt: skip


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "goi"
    shutil.copytree(PACKS / "bac-ninh-2282", folder)
    return folder


def told(folder):
    with pytest.raises(ProgrammeError) as refused:
        checked_programme(folder)
    return programme_complaint(refused.value).lines(product_phrases())


@pytest.mark.parametrize("name", ["bac-ninh-2282", "vi-du"])
def test_the_shipped_packs_hold_together(name):
    assert checked_programme(PACKS / name).manifest.id == name


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_value_is_told_by_file_place_and_mend(pack, file, old, new, said):
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    words = told(pack)
    assert said in words
    assert file.partition("/")[0] in words
    assert len(words.strip().splitlines()) <= 6


def test_a_code_used_twice_is_told(pack):
    units = pack / "units.csv"
    lines = units.read_text(encoding="utf-8").splitlines()
    units.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    assert "“07627” có hai lần" in told(pack)


def test_a_provision_used_twice_is_told(pack):
    file = pack / "provisions.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps([*plan, plan[0]]), encoding="utf-8")
    assert "có hai lần" in told(pack)


def test_a_missing_file_and_an_untaught_topic_are_told(pack):
    (pack / "targets.toml").unlink()
    assert "targets.toml: không có tệp này" in told(pack)
    shutil.copy(PACKS / "bac-ninh-2282" / "targets.toml", pack)
    for file in (pack / "bank").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("[target]", "[mucdich]"), encoding="utf-8")
    words = told(pack)
    assert len(words.strip().splitlines()) <= 6
    with pytest.raises(ProgrammeError) as refused:
        checked_programme(pack)
    assert any(f.problem == "untaught" and f.key == "target.all" for f in refused.value.faults)


def test_words_of_a_pack_keep_key_and_slots(pack):
    (pack / "phrases" / "report.toml").write_text('help = "{k}"\nzzz = "x"\n', encoding="utf-8")
    words = told(pack)
    assert "mục help: phải giữ đúng các chỗ điền: help" in words
    assert "trợ lý không có câu “report.zzz”" in words
