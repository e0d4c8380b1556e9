"""Read JSON that strangers send: what cannot be kept is refused before anything looks at it."""

import codecs
import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 40
NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises ValueError for what is no JSON (NaN and infinity are none), is nested too
    deeply, or holds text that no database keeps (the NUL character, half of a pair).
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _check(value)
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _check(value: Any) -> None:
    left = [(value, 1)]
    while left:
        one, depth = left.pop()
        if depth > DEEPEST:
            raise ValueError("nested too deeply")
        if isinstance(one, str):
            if NO_CHARACTER.search(one):
                raise ValueError("a text holds what is no character")
        elif isinstance(one, dict):
            left += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            left += [(part, depth + 1) for part in one]


class StrictParser(JSONParser):
    """Every body of the API is read by `read_json`; what that refuses is a 400."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            return read_json(codecs.getreader(encoding)(stream).read())
        except (ValueError, LookupError) as error:
            raise ParseError(_("The body is no JSON that can be read: %(why)s.") % {"why": error}) from error
