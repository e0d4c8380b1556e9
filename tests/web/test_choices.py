"""Language, colours and text size are kept, without JavaScript, and without losing the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

CSS = Path(settings.BASE_DIR) / "static" / "css" / "igot.css"


@pytest.mark.parametrize(
    ("url", "field", "value", "mark"),
    [
        ("/theme/", "theme", "contrast", 'data-bs-theme="contrast"'),
        ("/text-size/", "size", "largest", 'data-text="largest"'),
        ("/language/", "language", "hi", 'lang="hi"'),
    ],
)
def test_what_is_chosen_is_kept(client: Client, db: None, url: str, field: str, value: str, mark: str) -> None:
    answer = client.post(url, {field: value, "next": "/help/?from=here"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/?from=here")
    assert mark in client.get("/help/").content.decode()


def test_colours_follow_the_device_and_text_is_as_usual_until_one_chooses(client: Client, db: None) -> None:
    client.post("/text-size/", {"size": "enormous"})
    client.post("/theme/", {"theme": "pink"})
    page = client.get("/help/").content.decode()
    assert 'data-bs-theme="device"' in page
    assert 'data-text="normal"' in page


def test_a_dark_device_gets_the_dark_colours() -> None:
    """They stand twice in the stylesheet, because a media query cannot name another rule."""
    css = CSS.read_text()
    dark, device = (
        re.sub(r"\s+", " ", css.partition(head)[2].partition("}")[0])
        for head in ('\n[data-bs-theme="dark"] {', '\n  [data-bs-theme="device"] {')
    )
    assert dark == device
