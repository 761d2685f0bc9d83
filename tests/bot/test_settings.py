"""Settings by file and environment: what is wrong is told by key, never by value."""

import os

import pytest

from bot.complaint import Complaint
from bot.settings import load_settings
from plan.phrasebook import product_phrases

TOKEN = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for name in [name for name in os.environ if name.startswith("TROLY_")]:
        monkeypatch.delenv(name)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / "troly.toml"
    file.write_text(f'telegram_token = "{TOKEN}"\nweb_port = 8081\n')
    monkeypatch.setenv("TROLY_WEB_PORT", "9000")
    settings = load_settings(file, {})
    assert settings.web_port == 9000
    assert settings.speaks_telegram
    assert TOKEN not in repr(settings)


def test_without_a_token_there_is_no_telegram_and_no_complaint():
    assert not load_settings(None, {}).speaks_telegram


@pytest.mark.parametrize(
    ("text", "phrase", "told"),
    [
        ('telegram_token = "x"', "token_malformed", ()),
        ("telegram = true", "token_missing", ()),
        ("web_port = 99999", "settings_wrong_value", ("web_port",)),
        ('web_port = "tám nghìn"', "settings_wrong_value", ("web_port",)),
        ('log_level = "LOUD"', "settings_wrong_value", ("log_level",)),
        ('public_url = "baocao"', "settings_wrong_value", ("public_url",)),
        ("web_prt = 1", "settings_unknown_key", ("web_prt", "web_port")),
        ("web_port 1", "settings_unreadable", ()),
    ],
)
def test_what_is_wrong_is_a_complaint(tmp_path, text, phrase, told):
    file = tmp_path / "troly.toml"
    file.write_text(text)
    with pytest.raises(Complaint) as refused:
        load_settings(file, {})
    lines = refused.value.lines(product_phrases())
    assert refused.value.phrase == phrase
    assert [word for word in told if word not in lines] == []
    assert len(lines.strip().splitlines()) <= 6


def test_a_malformed_token_is_not_repeated(tmp_path):
    file = tmp_path / "troly.toml"
    file.write_text('telegram_token = "12345:bi-mat"')
    with pytest.raises(Complaint) as refused:
        load_settings(file, {})
    assert "bi-mat" not in str(refused.value) + refused.value.lines(product_phrases())
