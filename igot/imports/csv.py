"""CSV that a spreadsheet opens rightly and cannot be hurt by."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

BOM = "\ufeff"
# With the wide forms, which spreadsheets set to an East Asian language take for the narrow ones.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠", "−")


class _Echo:
    def write(self, line: str) -> str:
        return line


def harmless(cell: Any) -> str:
    """The cell as text; one that a spreadsheet would take for a formula gets an apostrophe in front. Numbers stay
    numbers.
    """
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float) or not text.startswith(DANGEROUS):
        return text
    return f"'{text}"


def lines(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file line by line, in UTF-8 with the mark by which spreadsheets know it."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def response(file_name: str, headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """A small CSV as a download, streamed. `rows` are read while the caller's tenancy scope may be closed: pass
    prepared values.
    """
    answer = StreamingHttpResponse(lines(headings, rows), content_type="text/csv; charset=utf-8")
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in file_name)
    answer["Content-Disposition"] = f'attachment; filename="{safe}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
