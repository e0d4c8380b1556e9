"""What is read, and what is refused, before anything is believed."""

import io
import zipfile

import pytest

from igot.imports import sheets
from igot.imports.people.rules import HEADINGS
from igot.kernel.errors import Refused
from tests.imports.conftest import csv_bytes, table, xlsx_bytes


def read(content: bytes, most_rows: int = 10_000) -> list:
    return list(sheets.read(io.BytesIO(content), HEADINGS, most_rows=most_rows))


def refusal(content: bytes, most_rows: int = 10_000) -> str:
    with pytest.raises(Refused) as raised:
        read(content, most_rows)
    return " ".join(str(text) for text in raised.value.fields["file"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_with_and_without_its_mark(encoding: str) -> None:
    [(number, values, formulas)] = read(csv_bytes([{"Full Name*": "मीरा जोशी"}], encoding=encoding))
    assert (number, values["Full Name*"], formulas) == (2, "मीरा जोशी", [])


def test_other_encodings_are_answered_with_what_to_do() -> None:
    assert "CSV UTF-8" in refusal(csv_bytes([{"Full Name*": "José"}], encoding="latin-1"))
    assert "UTF-16" in refusal(csv_bytes([{}], encoding="utf-16"))


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    cells: list[list[object]] = table([{}])
    cells[1][2] = 9876543210
    cells[1][7] = __import__("datetime").date(1985, 4, 9)
    [(_number, values, _formulas)] = read(xlsx_bytes(cells))
    assert (values["Mobile Number*"], values["Date of Birth"]) == ("9876543210", "09-04-1985")


def test_formulas_are_named_in_both_kinds_of_files() -> None:
    cells = table([{}])
    cells[1][9] = "=1+1"
    assert read(xlsx_bytes(cells))[0][2] == ["Employee ID"]
    assert read(csv_bytes([{"Tags": "=HYPERLINK(1)"}]))[0][2] == ["Tags"]


def test_columns_may_stand_in_any_order_and_result_columns_are_ignored() -> None:
    headings = (*reversed(HEADINGS), "Status", "Error Details")
    assert read(csv_bytes([{}], headings))[0][1]["Email*"] == "meera@test.example"


def test_wrong_headings_are_all_named_together() -> None:
    text = refusal(csv_bytes([{}], ("Full Name*", "E-Mail Id", "Full Name*", *HEADINGS[2:])))
    assert "missing: Email*" in text and "not known: E-Mail Id" in text and "twice: Full Name*" in text


def test_semicolons_of_some_spreadsheets_are_understood() -> None:
    assert read(csv_bytes([{}]).replace(b",", b";"))[0][1]["Group*"] == "Group B"


def test_blank_rows_are_passed_over_and_too_many_rows_refused() -> None:
    content = csv_bytes([{}]) + b",,,\r\n\r\n" + csv_bytes([{}]).split(b"\r\n")[1] + b"\r\n"
    assert len(read(content)) == 2
    assert "more than 3 rows" in refusal(csv_bytes([{}] * 4), most_rows=3)


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.MOST_UNPACKED + 1))
    assert len(out.getvalue()) < 200_000
    assert "unpacks to far more" in refusal(out.getvalue())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ".xls"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a spreadsheet"),
        (b"%PDF-1.7\n\xff\xfe", "not in UTF-8"),
        (b'Full Name*,Email*\n"never closed', "missing"),
    ],
)
def test_what_is_no_sheet_is_refused_in_plain_words(content: bytes, text: str) -> None:
    if content.startswith(b"\x89PNG"):
        content = b"PNG\0\0"
    assert text in refusal(content)


def test_another_archive_is_not_a_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "not a spreadsheet" in refusal(out.getvalue())
