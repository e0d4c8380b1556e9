"""The size of a picture as its header states it: a small file must not unfold into gigabytes in a reader's browser."""

import struct
from typing import IO

from django.utils.translation import gettext_lazy as _

from igot.kernel.errors import Refused

LONGEST_SIDE = 8000
# Every reader's browser draws it: at 46 million pixels a page takes seconds on an ordinary computer.
MOST_PIXELS = 16_000_000


def check_picture(file: IO[bytes], content_type: str) -> None:
    """Raises Refused when the picture is damaged or larger than 16 million pixels."""
    file.seek(0)
    try:
        width, height = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}[content_type](file)
    except (ValueError, IndexError, struct.error) as error:
        raise Refused(_("The picture is damaged or incomplete. Export it again."), field="file") from error
    if not width or not height:
        raise Refused(_("The picture is damaged or incomplete. Export it again."), field="file")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        text = _(
            "The picture measures %(width)s × %(height)s pixels; at most %(side)s a side and 16 million in all "
            "are accepted. Make it smaller."
        )
        raise Refused(text % {"width": width, "height": height, "side": LONGEST_SIDE}, field="file")


def _png(file: IO[bytes]) -> tuple[int, int]:
    head = file.read(24)
    if head[12:16] != b"IHDR":
        raise ValueError("no header")
    file.seek(-12, 2)
    if b"IEND" not in file.read(12):
        raise ValueError("cut off")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg(file: IO[bytes]) -> tuple[int, int]:
    file.read(2)
    while True:
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise ValueError("no frame header")
        (length,) = struct.unpack(">H", file.read(2))
        # Start of frame: C0 to CF but for the tables C4, C8 and CC.
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            _precision, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        if length < 2:
            raise ValueError("segment without length")
        file.seek(length - 2, 1)


def _webp(file: IO[bytes]) -> tuple[int, int]:
    head = file.read(30)
    if head[8:12] != b"WEBP":
        raise ValueError("no header")
    chunk = head[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    raise ValueError("unknown chunk")
