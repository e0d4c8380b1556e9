"""How long recordings are: read from the container, in pure Python."""

import math
import struct
from typing import IO

import mutagen
from django.utils.translation import gettext_lazy as _
from mutagen.mp4 import Atoms

from igot.kernel.errors import Refused

LONGEST = 12 * 3600


def seconds_of_video(file: IO[bytes]) -> int:
    """The length of an MP4 video. Raises Refused when there is no picture track or no length in it."""
    broken = _("The video cannot be read: it is damaged or incomplete. Export it again as MP4 (H.264).")
    file.seek(0)
    try:
        movie = Atoms(file)[b"moov"]
        handlers = [_body(track[b"mdia", b"hdlr"], file)[8:12] for track in movie.findall(b"trak")]
        duration = _duration(_body(movie[b"mvhd",], file))
        fragmented = any(child.name == b"mvex" for child in movie.children or [])
    except Exception as error:
        raise Refused(broken, field="file") from error
    if b"vide" not in handlers:
        raise Refused(_("This file has sound but no picture. Add it as an audio instead."), field="file")
    if not duration and fragmented:
        raise Refused(
            _("The video is stored in fragments without a length. Export it as an ordinary MP4 file."), field="file"
        )
    return _plausible(duration, broken)


def seconds_of_audio(file: IO[bytes]) -> int:
    """The length of an MP3, Ogg or M4A recording. Raises Refused when it cannot be read."""
    broken = _("The recording cannot be read: it is damaged or incomplete. Export it again as MP3.")
    file.seek(0)
    try:
        length = float(mutagen.File(file).info.length)
    except Exception as error:
        raise Refused(broken, field="file") from error
    return _plausible(length, broken)


def _body(atom: object, file: IO[bytes]) -> bytes:
    whole, data = atom.read(file)  # type: ignore[attr-defined]
    if not whole:
        raise ValueError("the atom is cut off")
    return bytes(data)


def _duration(header: bytes) -> float:
    """The movie header box: ISO/IEC 14496-12, 8.2.2."""
    scale, length = struct.unpack(">IQ", header[20:32]) if header[0] == 1 else struct.unpack(">II", header[12:20])
    return float(length) / scale if scale else 0.0


def _plausible(length: float, broken: object) -> int:
    if not math.isfinite(length) or length <= 0:
        raise Refused(str(broken), field="file")
    if length > LONGEST:
        raise Refused(_("The recording is longer than 12 hours. Divide it."), field="file")
    return max(1, round(length))
