"""The verdict on a file that somebody hands over: kept, refused with the reason, or asked about.

Only what a report needs is taken (PDF, JPG, PNG, DOCX, XLSX), judged by its first bytes, never
by its name alone; nothing is unpacked.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from plan.names import compare_key, fold
from plan.phrasebook import LANGUAGE
from reports.vocabulary import raw_keys, straighten

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ALIASES = {"jpeg": "jpg", "jpe": "jpg"}
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|\.bas$", re.IGNORECASE)
# A report of 20 MB unpacks to a few times that; a bomb to thousands of times.
_MOST_ENTRIES, _MOST_UNPACKED, _MOST_RATIO = 5000, 400 * 2**20, 200
_SMALL = 2**20
_PDF_TAIL = 4096
_PDF_ROOT = re.compile(rb"/Root\s+\d{1,10}\s+\d{1,5}\s+R")


def _pdf_name(name: str) -> bytes:
    """Return the pattern of a name of PDF; any letter may be written as #xx."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (ord(c), ord(c), ord(c)) for c in name)


_PDF_ENCRYPT = re.compile(b"/" + _pdf_name("Encrypt") + rb"\s*(?:<<|\d{1,10}\s+\d{1,5}\s+R)")
_WORD = re.compile(r"[^\W_]+")


class Outcome(StrEnum):
    """What is done with the file."""

    kept = "kept"
    refused = "refused"
    ask = "ask"


@dataclass(frozen=True)
class Verdict:
    """The outcome; `phrase` tells why not (or what to ask), `media_type` what a kept file is."""

    outcome: Outcome
    phrase: str = ""
    media_type: str = ""


def announced(name: str, caption: str, size: int, megabytes: int) -> Verdict:
    """Return the verdict on a file before it is fetched: by its name, caption and size."""
    if secret := secrecy(name, caption):
        return secret
    if size > megabytes * 2**20:
        return _refused("files.too_large")
    kind = _kind_by_name(name)
    if kind is not None and kind not in MEDIA_TYPES:
        return _refused("files.kind")
    return Verdict(Outcome.kept, media_type=MEDIA_TYPES.get(kind or "", ""))


def judge(name: str, caption: str, content: bytes, megabytes: int) -> Verdict:
    """Return the verdict on a file by its name, its caption and all of its bytes."""
    before = announced(name, caption, len(content), megabytes)
    if before.outcome is Outcome.refused:
        return before
    if not content:
        return _refused("files.empty")
    kind, trouble = _looked_into(content)
    named = _kind_by_name(name)
    if not trouble and named is not None and named != kind:
        trouble = "files.mismatch"
    if trouble:
        return _refused(trouble)
    return Verdict(before.outcome, before.phrase, MEDIA_TYPES[kind])


def secrecy(name: str, caption: str) -> Verdict | None:
    """Return the verdict on words of secrecy: accented refuses, unaccented asks, else None."""
    for text in (PurePath(name).stem, caption):
        if _accented_secret(text):
            return _refused("files.secret")
    if any(_maybe_secret(text) for text in (PurePath(name).stem, caption)):
        return Verdict(Outcome.ask, "files.maybe_secret")
    return None


def _refused(phrase: str) -> Verdict:
    return Verdict(Outcome.refused, phrase)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((LANGUAGE / "secrecy.toml").read_text(encoding="utf-8"))


def _spaced(text: str) -> str:
    return " ".join(_WORD.findall(compare_key(straighten(text))))


def _accented_secret(text: str) -> bool:
    return _says(_spaced(text), _words()["marks"], _words()["innocent"])


def _maybe_secret(text: str) -> bool:
    words = _spaced(text)
    raw = {key for mark in _words()["marks"] for key in raw_keys(mark.split()[-1], "telex")}
    raw |= {key for mark in _words()["marks"] for key in raw_keys(mark.split()[-1], "vni")}
    if raw & set(words.split()):
        return True
    bare = [fold(mark) for mark in _words()["marks"]]
    return _says(words, bare, _words()["innocent_bare"])


def _says(words: str, marks: list[str], innocent: list[str]) -> bool:
    """Return whether one of the marks stands as a whole word outside the innocent phrases."""
    padded = f" {words} "
    for phrase in innocent:
        padded = padded.replace(f" {phrase} ", "  ")
    return any(f" {mark} " in padded for mark in marks)


def _kind_by_name(name: str) -> str | None:
    suffix = PurePath(name.strip()).suffix.lower().lstrip(".")
    return _ALIASES.get(suffix, suffix) or None


def _looked_into(content: bytes) -> tuple[str, str]:
    """Return the kind that the bytes tell, and the phrase of a refusal, if any."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", ""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", ""
    if b"%PDF-" in content[:1024]:
        return "pdf", _pdf(content)
    if content.startswith(_OLE):
        return "", "files.encrypted" if _ENCRYPTED_PACKAGE in content else "files.kind"
    return _archive(content) if content.startswith(b"PK") else ("", "files.kind")


def _pdf(content: bytes) -> str:
    """Look for the end, the root and the encryption where the format keeps them in plain text.

    No parser is let near a stranger's file: one megabyte of nested brackets kept one busy for
    two minutes.
    """
    if b"%%EOF" not in content[-_PDF_TAIL:] or not _PDF_ROOT.search(content):
        return "files.broken"
    return "files.encrypted" if _PDF_ENCRYPT.search(content) else ""


def _archive(content: bytes) -> tuple[str, str]:
    """Return the office kind of an archive and the phrase of a refusal, if any."""
    try:
        entries = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "", "files.broken"
    names = {entry.filename for entry in entries}
    kind = next((kind for kind, main in _OFFICE.items() if main in names), "")
    if _is_bomb(entries):
        return kind, "files.bomb"
    if any(entry.flag_bits & 1 for entry in entries):
        return kind, "files.encrypted"
    if not kind:
        return "", "files.kind"
    return kind, "files.macro" if any(map(_MACROS.search, names)) else ""


def _is_bomb(entries: list[ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    return len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or swollen
