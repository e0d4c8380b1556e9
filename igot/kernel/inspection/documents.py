"""PDF documents: how many pages, and nothing in them that acts by itself."""

import logging
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from igot.kernel.errors import Refused

MOST_OBJECTS = 300_000
DEEPEST = 60
# ISO 32000-2, table 201: the actions that run programs, leave the document or send something from it.
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/RichMediaExecute",
    "/Rendition",
    "/Movie",
}
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}

logging.getLogger("pypdf").setLevel(logging.ERROR)


def pages_of(file: IO[bytes]) -> int:
    """The number of pages. Raises Refused when it is damaged, locked, or holds scripts, programs or attached files."""
    broken = _("The PDF cannot be read: it is damaged or incomplete. Export it again.")
    file.seek(0)
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise Refused(
                _("The PDF is protected by a password. Save it without one and upload it again."), field="file"
            )
        if sum(len(rows) for rows in reader.xref.values()) + len(reader.xref_objStm) > MOST_OBJECTS:
            raise Refused(_("The PDF has too many parts. Divide it into several documents."), field="file")
        active = any(_acts(thing) for thing in _objects(reader))
        count = len(reader.pages)
    except Refused:
        raise
    except Exception as error:
        raise Refused(broken, field="file") from error
    if active:
        text = _(
            "The PDF contains a script, a program, a form that sends data, or attached files. Print it to a new "
            "PDF and upload that."
        )
        raise Refused(text, field="file")
    if not count:
        raise Refused(broken, field="file")
    return count


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of the file, reachable or not: a reader may reach what pypdf does not."""
    for generation, rows in reader.xref.items():
        for number in rows:
            yield reader.get_object(IndirectObject(number, generation, reader))
    for number in reader.xref_objStm:
        yield reader.get_object(IndirectObject(number, 0, reader))


def _acts(thing: Any, depth: int = 0) -> bool:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(thing, DictionaryObject):
        values = dict.items(thing)  # as they stand, references not followed: every object has its own turn
        for key, value in values:
            if key in KEYS or (key == "/S" and value in ACTIONS):
                return True
            if not isinstance(value, IndirectObject) and _acts(value, depth + 1):
                return True
        return False
    if isinstance(thing, ArrayObject):
        return any(_acts(value, depth + 1) for value in list.__iter__(thing) if not isinstance(value, IndirectObject))
    return False
