"""Two languages on trial, for developers and tests: one that shows what was left untranslated, one that runs from
right to left.

*Accented* (`en-xa`) is English with every letter accented, 40 % longer, in brackets: a text that stays plain was never
marked for translation, a bracket that is missing was cut off. It is made from the source texts and stands in no file
of the repository. *Urdu* (`ur`) shows the pages mirrored; its texts are English until somebody translates them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import django.conf
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps

from igot.kernel.messages import FOUNDATIONS, LANGUAGES, PRODUCT_APPS, stored

LONGER = 0.4
# What a program reads, or a machine: placeholders, tags, entities, addresses.
KEPT = re.compile(r"%\([\w-]+\)[a-zA-Z]|%[sdr%]|\{[^{}]*\}|<[^<>]+>|&#?\w+;|https?://\S+|\S+@\S+\.\S+")
ACCENTS = str.maketrans(
    "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ",
    "áÁɓƁçÇđĐéÉƒƑğĞħĦíÍĵĴķĶłŁɱṀñÑóÓþÞʠɊřŘšŠťŤúÚṽṼŵŴẋẊýÝžŽ",
)
FILLER = ("óñé", "ťŵó", "ťħřéé", "ƒóúř", "ƒíṽé", "šíẋ", "šéṽéñ")


def accented(text: str) -> str:
    """The text with accented letters, in brackets and longer; what a program reads in it stays."""
    if not text.strip():
        return text
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(ACCENTS), kept[0]]
        end = kept.end()
    parts.append(text[end:].translate(ACCENTS))
    return "[" + "".join(parts) + _filler(int(len(text) * LONGER)) + "]"


def _filler(length: int) -> str:
    """That many characters of words, so that lines break as those of a longer language would."""
    words, number = "", 0
    while len(words) < length:
        words += " " + FILLER[number % len(FILLER)]
        number += 1
    return words


def write_catalogue(folder: Path) -> int:
    """Write the accented language's `.mo` file below `folder`, a path of locales; returns how many texts it has."""
    catalogue = Catalog(locale="en", charset="utf-8", project="igot", fuzzy=False)
    for message in _messages():
        text = accented(message.id) if isinstance(message.id, str) else tuple(accented(form) for form in message.id)
        catalogue.add(message.id, text, context=message.context)
    target = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return len(catalogue)


def _messages() -> Iterator[Message]:
    """Every message of the libraries and of our own catalogues."""
    for path in _catalogues_of_libraries():
        with path.open("rb") as file:
            yield from (message for message in read_po(file) if message.id)
    for app in (FOUNDATIONS, *PRODUCT_APPS):
        yield from (message for message in stored(app, LANGUAGES[0]) if message.id)


def _catalogues_of_libraries() -> Iterator[Path]:
    """One catalogue of each library: its English one where it has one, else any."""
    folders = [Path(django.conf.__file__).parent / "locale"]
    folders += [Path(config.path) / "locale" for config in apps.get_app_configs() if "site-packages" in config.path]
    for folder in folders:
        for language in ("en", "en_US", "de"):
            path = folder / language / "LC_MESSAGES" / "django.po"
            if path.exists():
                yield path
                break
