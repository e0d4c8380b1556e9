"""Translations without GNU gettext: extract, compare, compile, by Babel and Django's own template lexer."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PRODUCT_APPS = ("competencies", "assessments", "courses", "capacity_plans")
FOUNDATIONS = "igot"
LANGUAGES = ("hi",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue_path(app: str, language: str) -> Path:
    """Where an app's catalogue lies."""
    return Path(settings.BASE_DIR) / app / "locale" / language / "LC_MESSAGES" / "django.po"


def _sources(app: str) -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    yield from sorted(path for path in (base / app).rglob("*.py") if "migrations" not in path.parts)
    templates = base / "templates"
    if app != FOUNDATIONS:
        yield from sorted((templates / app).rglob("*.*"))
        return
    for path in sorted(templates.rglob("*.*")):
        if path.relative_to(templates).parts[0] not in PRODUCT_APPS:
            yield path


def extracted(app: str) -> Catalog:
    """Every message in the app's Python files and templates."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources(app):
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".html", ".txt"}:
            # A template's indentation means nothing to Python.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        elif path.suffix != ".py":
            continue
        where = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
            catalogue.add(message, locations=[(where, 0)], context=context)
    return catalogue


def stored(app: str, language: str) -> Catalog:
    """The app's catalogue in a language; an empty one where there is no file yet."""
    path = catalogue_path(app, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="igot", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(app: str, language: str) -> list[str]:
    """The source texts that have no translation yet."""
    return [_key(message) for message in stored(app, language) if message.id and not _is_translated(message)]


def update(app: str, language: str) -> int:
    """Bring the catalogue in line with the sources: add what is new, drop what is unused; returns the empty ones."""
    old, fresh = stored(app, language), extracted(app)
    merged = Catalog(
        locale=language, charset="utf-8", project="igot", fuzzy=False, header_comment="# Translations of igot."
    )
    for message in fresh:
        if message.id:
            kept = old.get(_key(message), message.context)
            merged.add(message.id, kept.string if kept else "", message.locations, context=message.context)
    path = catalogue_path(app, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, merged, sort_output=True, width=0, include_lineno=False, omit_header=False)
    _drop_dates(path)
    return sum(1 for message in merged if message.id and not _is_translated(message))


def _drop_dates(path: Path) -> None:
    """Dates in the header would make each run a change."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "-Date:" not in line), encoding="utf-8")


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    texts = _texts(message)
    return bool(texts) and all(texts)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def fill(app: str, language: str, texts: dict[str, str | list[str]]) -> list[str]:
    """Put translations into the catalogue; returns the msgids that it does not know."""
    catalogue = stored(app, language)
    unknown = []
    for msgid, text in texts.items():
        message = catalogue.get(msgid)
        if message is None:
            unknown.append(msgid)
            continue
        message.string = tuple(text) if isinstance(text, list) else text
        if isinstance(message.id, tuple | list) and isinstance(text, str):
            message.string = (text, text)
    with catalogue_path(app, language).open("wb") as file:
        write_po(file, catalogue, sort_output=True, width=0, include_lineno=False)
    _drop_dates(catalogue_path(app, language))
    return unknown


def problems(app: str, language: str) -> Iterator[str]:
    """What is missing, fuzzy, unused, or has other placeholders than its source."""
    have, want = stored(app, language), extracted(app)
    for message in want:
        if not message.id:
            continue
        found = have.get(_key(message), message.context)
        if found is None or not _is_translated(found):
            yield f"{app}/{language}: not translated: {_key(message)!r}"
        elif found.fuzzy:
            yield f"{app}/{language}: fuzzy: {_key(message)!r}"
        else:
            yield from _placeholder_problems(app, language, message, found)
    known = {(_key(message), message.context) for message in want if message.id}
    for message in have:
        if message.id and (_key(message), message.context) not in known:
            yield f"{app}/{language}: no longer used: {_key(message)!r}"


def _placeholder_problems(app: str, language: str, source: Message, found: Message) -> Iterator[str]:
    forms = [source.id] if isinstance(source.id, str) else list(source.id)
    for number, text in enumerate(_texts(found)):
        # "One person" names no number: the singular may follow either form of the source, the others the plural.
        possible = forms if number == 0 else forms[-1:]
        if set(PLACEHOLDER.findall(text)) not in [set(PLACEHOLDER.findall(form)) for form in possible]:
            yield f"{app}/{language}: placeholders differ: {_key(source)!r} -> {text!r}"


def compile_all() -> int:
    """Write the `.mo` files that Django reads; returns how many."""
    count = 0
    for app in (FOUNDATIONS, *PRODUCT_APPS):
        for language in LANGUAGES:
            path = catalogue_path(app, language)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as file:
                    write_mo(file, stored(app, language))
                count += 1
    return count
