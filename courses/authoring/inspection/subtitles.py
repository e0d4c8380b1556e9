"""Captions: WebVTT text with at least one cue."""

import re
from typing import IO

from django.utils.translation import gettext_lazy as _

from igot.kernel.errors import Refused

CUE = re.compile(r"^(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}", re.MULTILINE)
SUBRIP = re.compile(r"^\d\d:\d\d:\d\d,\d{3} --> ", re.MULTILINE)


def check_captions(file: IO[bytes]) -> None:
    """Raises Refused (field `file`) unless it is UTF-8 text in the WebVTT format (W3C) with a cue in it."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            _("The captions are not UTF-8 text. Save them as WebVTT with the encoding UTF-8."), field="file"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        if SUBRIP.search(text):
            raise Refused(
                _("These are SubRip captions (.srt). Save them as WebVTT (.vtt) and upload them again."), field="file"
            )
        raise Refused(_("These are not WebVTT captions: the first line has to be WEBVTT."), field="file")
    if "\x00" in text or not CUE.search(text):
        raise Refused(
            _("There is no caption in the file: a line such as 00:01.000 --> 00:04.000 and a text below it."),
            field="file",
        )
