"""What a page in a language on trial says, and which of its words nobody translated."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from igot.kernel.pseudo import write_catalogue
from igot.kernel.tenancy import everywhere

SPOKEN = {"aria-label", "title", "placeholder", "alt", "label", "aria-description", "content"}
WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]{2,}")
IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
# Names of programs, formats and standards, which every language writes alike.
NAMES = re.compile(
    "iGOT|igot|PDF|CSV|XLSX|JSON|XML|API|xAPI|SCORM|URL|HTML|WebVTT|UTF|ISO|IST|QR|RTI|DoPT|OAuth|Bootstrap|Markdown|"
    "YouTube|PNG|JPEG|WebP|HLS|TOTP|GFR|GeM|APAR|HRMS|UUID|RFC|English|Aa"
)


class Texts(HTMLParser):
    """What a page says: its texts, and the attributes that are read out. What is in another language is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        foreign = values.get("lang", "en-xa") != "en-xa" or values.get("translate") == "no"
        inside = bool(self._silent)
        if tag == self._silent[0] if inside else foreign or tag in ("script", "style", "code"):
            self._silent.append(tag)
            return
        if inside:
            return
        named = SPOKEN - {"content"} if values.get("name") != "description" else SPOKEN
        if tag == "input" and values.get("type") in ("submit", "button"):
            named = named | {"value"}
        self.found += [value for name, value in values.items() if name in named or self._is_said(name, value)]

    @staticmethod
    def _is_said(name: str, value: str) -> bool:
        """Sentences that wait in `data-` attributes for a script to say them."""
        return name.startswith("data-") and not value.startswith(("{", "[{", "/", "#")) and " " in value.strip()

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[0]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(" ".join(data.split()))


def plain_words(text: str, data: list[str]) -> list[str]:
    """The words of the text that are neither accented, nor typed by somebody, nor a name."""
    before = None
    while before != text:
        before, text = text, IN_BRACKETS.sub(" ", text)
    for known in data:
        text = text.replace(known, " ")
    text = re.sub(r"\S*[@/_=]\S*|\S+\.\w{2,5}\b|\b(?=\w*\d)\w+", " ", text)
    return [word for word in WORD.findall(text) if not NAMES.fullmatch(word)]


def strings_in(value: Any) -> Iterator[str]:
    """The texts in a stored value, however deep."""
    if isinstance(value, str):
        yield from (" ".join(value.split()), *(" ".join(line.split()) for line in value.splitlines()))
        yield from (html.unescape(part).strip() for part in re.split(r"<[^>]+>", value) if "<" in value)
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings_in(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in strings_in(each))


def typed_by_people() -> list[str]:
    """Every text in the database, longest first: what a page may show as it is."""
    found: set[str] = set()
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    with everywhere():
        for model in apps.get_models():
            names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
            if names and not model._meta.proxy:
                for row in model._default_manager.values_list(*names):
                    found.update(text for text in strings_in(list(row)) if len(text) > 2)
    return sorted(found, key=len, reverse=True)


@pytest.fixture
def on_trial(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The languages on trial can be chosen."""
    write_catalogue(tmp_path)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.TRIAL_LANGUAGES]
    yield
    translation.deactivate()


def untranslated(page: str, data: list[str]) -> list[str]:
    """What the page says in plain English, with the words that give it away."""
    texts = Texts()
    texts.feed(page)
    return [f"{text!r}: {words}" for text in texts.found if (words := plain_words(text, data))]
