"""sendDocument, sendPhoto and getFile."""

from __future__ import annotations

from typing import Any

from tests.botapi.files import MAX_PHOTO, Stored
from tests.botapi.pictures import dimensions, thumbnails
from tests.botapi.refusals import malformed
from tests.botapi.specification import Upload
from tests.botapi.world import Json, World

from .sending import caption_of, send
from .table import Given, answers

_MAX_SIDES = 10_000
_MAX_RATIO = 20


@answers("sendDocument")
def send_document(world: World, given: Given) -> Json:
    """Send a file, uploaded now or known by its file_id."""
    caption = caption_of(given)
    value = given["document"]
    if isinstance(value, Upload):
        # refuse before storing, so that a blocked chat leaves no file behind
        world.open_chat(given["chat_id"])
        stored = world.files.keep("document", value.name, _bytes(value), mime=value.mime)
    else:
        stored = world.files.to_send(value, "document")
    return send(world, given, {"document": document_json(stored)} | caption.fields("caption"))


@answers("sendPhoto")
def send_photo(world: World, given: Given) -> Json:
    """Send a picture; Telegram makes smaller ones of it."""
    caption = caption_of(given)
    value = given["photo"]
    if isinstance(value, Upload):
        content = _picture(value)
        world.open_chat(given["chat_id"])
        sizes = photo_json(world, value.name, content)
    else:
        sizes = photo_json(world, "", world.files.to_send(value, "photo").content)
    fields = {"photo": sizes} | caption.fields("caption")
    if given.get("has_spoiler"):
        fields["has_media_spoiler"] = True
    if given.get("show_caption_above_media") and caption.text:
        fields["show_caption_above_media"] = True
    return send(world, given, fields)


@answers("getFile")
def get_file(world: World, given: Given) -> Json:
    """Make a file downloadable."""
    return world.files.publish(given["file_id"])


def document_json(stored: Stored) -> Json:
    """Return the Document object."""
    named = {"file_name": stored.name} if stored.name else {}
    return named | {"mime_type": stored.mime} | stored.fields()


def photo_json(world: World, name: str, content: bytes) -> list[dict[str, Any]]:
    """Store a picture in Telegram's sizes and return the PhotoSize objects."""
    width, height = dimensions(content) or (800, 600)
    sizes = []
    for letter, shown_width, shown_height in thumbnails(width, height):
        stored = world.files.keep("photo", f"{letter}-{name}.jpg", content, mime="image/jpeg")
        sizes.append(stored.fields() | {"width": shown_width, "height": shown_height})
    return sizes


def _bytes(upload: Upload) -> bytes:
    if not upload.content:
        raise malformed("file must be non-empty")
    return upload.content


def _picture(upload: Upload) -> bytes:
    content = _bytes(upload)
    if len(content) > MAX_PHOTO:
        raise malformed(
            f"file of size {len(content)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes",
        )
    sides = dimensions(content)
    if sides is None:
        raise malformed("IMAGE_PROCESS_FAILED")
    if sum(sides) > _MAX_SIDES or min(sides) * _MAX_RATIO < max(sides) or 0 in sides:
        raise malformed("PHOTO_INVALID_DIMENSIONS")
    return content
