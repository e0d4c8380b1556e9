"""The workbook for the sheet of designations and competencies: a sheet to fill, and two to choose from."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from competencies.framework.queries import approved
from competencies.positions.models import Requirement
from competencies.positions.sheet import HEADINGS
from igot.imports.csv import harmless
from igot.organisations.queries import designations_for

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

WORKSPACE, COMPETENCIES, DESIGNATIONS = "Your Workspace", "Reference Sheet Competency", "Org Designation master"
ROWS = 2000
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(organisation: "Organisation") -> HttpResponse:
    """The workbook as a download."""
    kept = io.BytesIO()
    workbook(organisation).save(kept)
    response = HttpResponse(kept.getvalue(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="designations-and-competencies-{organisation.slug}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def workbook(organisation: "Organisation") -> Workbook:
    """Sheet one is what is read when it is uploaded; the other two say what may be written in it."""
    book = Workbook()
    book.remove(book.active)
    rows = [
        (
            found.node.parent.parent.name if found.node.parent.parent is not None else found.get_kind_display(),
            found.node.parent.name,
            found.node.name,
            found.code,
            found.name,
            found.definition,
        )
        for found in approved()
        if found.node is not None and found.node.parent is not None
    ]
    names = [(title.name, title.get_group_display()) for title in designations_for(organisation)]
    fill = _sheet(book, WORKSPACE, HEADINGS, [])
    _sheet(
        book,
        COMPETENCIES,
        ("Competency Area", "Competency Theme", "Competency SubTheme", "Code", "Competency", "Definition"),
        sorted(rows),
    )
    _sheet(book, DESIGNATIONS, ("Designation", "Group"), names)
    _choices(fill, "A", f"'{DESIGNATIONS}'!$A$2:$A${len(names) + 1}")
    _choices(fill, "E", '"1,2,3,4,5"')
    _choices(fill, "F", '"' + ",".join(value.name.capitalize() for value in Requirement.Criticality) + '"')
    return book


def _sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    sheet = book.create_sheet(title)
    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 28
    sheet.freeze_panes = "A2"
    return sheet


def _choices(sheet: Any, column: str, formula: str) -> None:
    """Offer the values in a list; what is not on it is judged when the sheet is uploaded."""
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{column}2:{column}{ROWS}")
