"""Read an uploaded sheet, CSV or XLSX, row by row, trusting nothing in it."""

import codecs
import csv
import io
import zipfile
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _

from igot.imports.kinds import RESULT_HEADINGS, Values
from igot.kernel.errors import Refused

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_BLANK_ROWS = 200
WIDEST = 60
LONGEST_CELL = 4000
FORMULA = "\0formula"
Line = tuple[int, list[str]]


def kind_of(file: IO[bytes]) -> str:
    """`xlsx` or `csv` by the content; the name is not believed. Raises Refused in plain words for anything else."""
    file.seek(0)
    start = file.read(8)
    if not start:
        raise Refused(_("The file is empty."), field="file")
    if start.startswith(b"PK\x03\x04"):
        _refuse_bombs(file)
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("This is an old Excel file (.xls) or a protected one. Save it as .xlsx without a password."), field="file"
        )
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(
            _("The file is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” or as .xlsx and upload it again."),
            field="file",
        )
    _refuse_other_encodings(file)
    return "csv"


def read(
    file: IO[bytes], headings: Sequence[str], *, most_rows: int, optional: Sequence[str] = ()
) -> Generator[tuple[int, Values, list[str]], None, None]:
    """Row number in the sheet, values by heading, and the headings whose cell holds a formula. Blank rows are passed
    over.

    Columns may stand in any order; the result columns are ignored, so that a result file can be mended and uploaded
    again. `optional` columns may be missing: their cells are empty.
    Raises Refused for wrong headings, unreadable content, or too many rows.
    """
    with closing(_xlsx(file) if kind_of(file) == "xlsx" else _csv(file)) as source:
        places = _places(next(source, (1, [])), headings, optional)
        for found, (number, cells) in enumerate(source, start=1):
            if found > most_rows:
                raise Refused(
                    _("The sheet has more than %(most)s rows. Split it into several files.") % {"most": most_rows},
                    field="file",
                )
            raw = {heading: cells[place] if place < len(cells) else "" for heading, place in places.items()}
            formulas = [heading for heading, cell in raw.items() if cell.startswith((FORMULA, "=", "@"))]
            values = dict.fromkeys(optional, "") | {
                heading: cell.removeprefix(FORMULA).strip()[:LONGEST_CELL] for heading, cell in raw.items()
            }
            yield number, values, formulas


def _refuse_bombs(file: IO[bytes]) -> None:
    """Look at what the archive says it unpacks to, before anything unpacks it (reading stops at the size that is
    stated).
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(_("The file is damaged. Save it again as .xlsx or CSV."), field="file") from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Refused(_("This is not a spreadsheet. Upload a CSV or an .xlsx file."), field="file")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("The file unpacks to far more than a sheet of people needs, and was not opened."), field="file")


def _refuse_other_encodings(file: IO[bytes]) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := file.read(65536):
            if b"\0" in chunk:
                raise Refused(_("This is not a spreadsheet. Upload a CSV or an .xlsx file."), field="file")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(
            _(
                "The file is not in UTF-8 (it may be saved as “ANSI” or Latin-1). Save it as “CSV UTF-8” "
                "or as .xlsx and upload it again."
            ),
            field="file",
        ) from error


def _csv(file: IO[bytes]) -> Generator[Line, None, None]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline()
        delimiter = max(",;\t", key=first.count)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Refused(
                    _("Line %(line)s cannot be read: a cell is too long or a quotation mark is not closed.")
                    % {"line": reader.line_num},
                    field="file",
                ) from error
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells[:WIDEST]
    finally:
        # The wrapper must not close a file that belongs to the caller; one that is closed already is no matter.
        with suppress(ValueError):
            text.detach()


def _xlsx(file: IO[bytes]) -> Generator[Line, None, None]:
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        blank = 0
        for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST), start=1):
            texts = [_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                blank = 0
                yield number, texts
                continue
            blank += 1
            if blank > MOST_BLANK_ROWS:
                break
    except Refused:
        raise
    except Exception as error:  # openpyxl raises what it likes on a crafted file
        raise Refused(_("The file is damaged. Save it again as .xlsx or CSV."), field="file") from error


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return f"{FORMULA}{value}"
    if isinstance(value, datetime | date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _places(first: Line, headings: Sequence[str], optional: Sequence[str]) -> dict[str, int]:
    """Where each heading stands in the sheet."""

    def plain(text: str) -> str:
        return " ".join(text.replace("*", "").split()).casefold()

    known = {plain(heading): heading for heading in headings}
    ignored = {plain(heading) for heading in RESULT_HEADINGS}
    places: dict[str, int] = {}
    unknown, twice = [], []
    for place, cell in enumerate(first[1]):
        name = plain(cell)
        if not name or name in ignored:
            continue
        if name not in known:
            unknown.append(cell.strip()[:60])
        elif known[name] in places:
            twice.append(known[name])
        else:
            places[known[name]] = place
    missing = [heading for heading in headings if heading not in places and heading not in optional]
    problems = []
    if missing:
        problems.append(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    if unknown:
        problems.append(_("These columns are not known: %(names)s.") % {"names": ", ".join(unknown)})
    if twice:
        problems.append(_("These columns stand twice: %(names)s.") % {"names": ", ".join(twice)})
    if problems:
        raise Refused(fields={"file": [*problems, _("Take the headings from the template.")]})
    return places
