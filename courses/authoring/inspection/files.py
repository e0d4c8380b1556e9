"""What a file is, judged by its content; its name and what the browser says of it count for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import filetype
from django.utils.translation import gettext_lazy as _

from courses.authoring.inspection.sound import seconds_of_audio, seconds_of_video
from courses.authoring.inspection.subtitles import check_captions
from igot.kernel.errors import Refused, Text
from igot.kernel.inspection import check_picture, pages_of

HEAD = 8192


@dataclass(frozen=True)
class Finding:
    """What a file was found to be: the type it is served with, its length in seconds or in pages."""

    content_type: str
    seconds: int | None = None
    pages: int | None = None


# What each kind accepts: the type that was found in the bytes -> the type it is served with.
ACCEPTED: dict[str, dict[str, str]] = {
    "video": {"video/mp4": "video/mp4", "video/x-m4v": "video/mp4"},
    "audio": {
        "audio/mpeg": "audio/mpeg",
        "audio/ogg": "audio/ogg",
        "audio/mp4": "audio/mp4",
        "audio/x-m4a": "audio/mp4",
    },
    "pdf": {"application/pdf": "application/pdf"},
    "image": {"image/png": "image/png", "image/jpeg": "image/jpeg", "image/webp": "image/webp"},
}
WANTED: dict[str, Text] = {
    "video": _("This is not an MP4 video. Export the video as MP4 (H.264) and upload it again."),
    "audio": _("This is not an MP3, Ogg or M4A recording. Export it as one of these and upload it again."),
    "pdf": _("This is not a PDF document. Export the document as PDF and upload it again."),
    "image": _("This is not a PNG, JPEG or WebP picture. Export it as one of these and upload it again."),
}
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml")


def inspect(kind: str, file: IO[bytes]) -> Finding:
    """What the file is, for its kind (`video audio pdf image captions`). Raises Refused (field `file`) when it is
    something else, broken, or able to act on its reader's machine."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(_("The file is empty."), field="file")
    if kind == "captions":
        check_captions(file)
        return Finding("text/vtt")
    found = filetype.guess(head)
    served = ACCEPTED[kind].get(found.mime if found else "")
    if served is None and not (kind == "audio" and _is_mp4(head)) and not (kind == "video" and _is_mp4(head)):
        raise Refused(_disguised(head) or WANTED[kind], field="file")
    return _LOOK[kind](file, served or f"{kind}/mp4")


def _is_mp4(head: bytes) -> bool:
    # Brands are many (isom, mp42, iso5, dash ...); the box that names them is one.
    return head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"avif", b"qt  ")


def _disguised(head: bytes) -> Text | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start[:1024]:
        return _("SVG files can contain programs and are not accepted. Export the picture as PNG.")
    if start.startswith(MARKUP):
        return _("This file is a web page under another name. It is not accepted.")
    return None


def _video(file: IO[bytes], served: str) -> Finding:
    return Finding(served, seconds=seconds_of_video(file))


def _audio(file: IO[bytes], served: str) -> Finding:
    return Finding(served, seconds=seconds_of_audio(file))


def _pdf(file: IO[bytes], served: str) -> Finding:
    return Finding(served, pages=pages_of(file))


def _image(file: IO[bytes], served: str) -> Finding:
    check_picture(file, served)
    return Finding(served)


_LOOK: dict[str, Callable[[IO[bytes], str], Finding]] = {"video": _video, "audio": _audio, "pdf": _pdf, "image": _image}
