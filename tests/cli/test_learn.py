"""`troly programme learn`: an edited bank is taught again and kept, a fresh one left alone."""

import re
import shutil

from plan.answering.compiled import NAME, is_fresh, load
from plan.answering.lore import load_lore
from plan.programme import find_pack


def small_pack(folder):
    """The example pack with one bank file and nothing asked of things, so that teaching is quick."""
    shutil.copytree(find_pack("vi-du"), folder, ignore=shutil.ignore_patterns(NAME))
    for file in (folder / "bank").glob("*.toml"):
        if file.name != "money.toml":
            file.unlink()
    topics = folder / "topics.toml"
    text = topics.read_text(encoding="utf-8")
    topics.write_text(re.sub(r"(?m)^(things|slots) = .*\n", "", text), encoding="utf-8")
    return folder


def test_an_edited_bank_is_taught_once(troly, tmp_path):
    pack = small_pack(tmp_path / "xa-khac")
    assert "vi-du" in troly("programme", "learn", str(pack), seconds=120).out
    lore = load_lore(pack)
    assert is_fresh(load(lore), lore)
    kept = (pack / NAME).stat().st_mtime_ns
    troly("programme", "learn", str(pack), seconds=120)
    assert (pack / NAME).stat().st_mtime_ns == kept
    bank = pack / "bank" / "money.toml"
    bank.write_text(bank.read_text(encoding="utf-8") + '\n[sign]\nwho = "ai ký"\n', "utf-8")
    changed = load_lore(pack)
    assert not is_fresh(load(changed), changed)
