"""A part of the frame is kept under what it shows: its template takes nothing else from anywhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from igot.web.context import DRAWN_FROM

PARTS = Path(settings.BASE_DIR) / "templates" / "components"
KEPT = re.compile(r"{% kept .*?keys\.(\w+).*?%}(.*?){% endkept %}", re.DOTALL)
FRAME = re.compile(r"frame\.(\w+)")
# Of the language alone, or of settings: part of every key, or the same for as long as a process lives.
SAME_FOR_ALL = {"other_languages", "text_sizes", "themes", "unread_shown", "updated", "keys"}
INCLUDED = re.compile(r'{% include "components/(\w+\.html)"')


def drawn(part: str) -> str:
    found = "".join(
        body
        for path in [PARTS.parent / "base.html", PARTS / "top_bar.html"]
        for name, body in KEPT.findall(path.read_text(encoding="utf-8"))
        if name == part
    )
    return found + "".join((PARTS / name).read_text(encoding="utf-8") for name in set(INCLUDED.findall(found)))


@pytest.mark.parametrize("part", ["top", "account", "side", "footer"])
def test_what_a_part_takes_from_the_frame_is_in_its_key(part: str) -> None:
    text = drawn(part)
    assert text, f"no fragment is kept as {part}"
    assert set(FRAME.findall(text)) - SAME_FOR_ALL <= set(DRAWN_FROM[part])


@pytest.mark.parametrize("part", ["top", "side", "footer"])
def test_what_many_share_says_nothing_of_anybody(part: str) -> None:
    assert "user." not in drawn(part) and "request." not in drawn(part)
    assert not {"name", "mail_address", "unread", "acting_text"} & set(DRAWN_FROM[part])
