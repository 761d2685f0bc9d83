"""Reading a picture's width and height from its first bytes; no image library is needed."""

from __future__ import annotations

import struct

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STEPS = (90, 320, 800, 1280)
_LETTERS = "smxy"


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Return (width, height) of PNG, GIF, JPEG or WebP bytes, or None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and len(content) >= 30:
        return (
            int.from_bytes(content[24:27], "little") + 1,
            int.from_bytes(content[27:30], "little") + 1,
        )
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


def thumbnails(width: int, height: int) -> list[tuple[str, int, int]]:
    """Return the sizes Telegram makes of a photo, smallest first: letter, width, height."""
    longest = max(width, height)
    sizes = []
    for letter, step in zip(_LETTERS, _STEPS, strict=True):
        scale = min(1.0, step / longest)
        sizes.append((letter, max(1, round(width * scale)), max(1, round(height * scale))))
        if step >= longest:
            break
    return sizes
