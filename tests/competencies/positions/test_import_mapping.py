"""The sheet of designations and competencies: judged whole, applied row by row, undone."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from competencies.positions import queries
from competencies.positions.models import Position
from competencies.positions.workbook import workbook
from igot.imports import services as imports
from igot.imports.models import Job, Row
from igot.imports.services.work import work
from igot.kernel.errors import Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position", "scope_everywhere")
KIND = "designation-competencies"
GIVEN = ["Designation", "Competency Area", "Competency Theme", "Competency SubTheme"]


def sheet(rows: list[list[str]], headings: list[str] = GIVEN) -> SimpleUploadedFile:
    text = "\n".join(",".join(row) for row in [headings, *rows])
    return SimpleUploadedFile("mapping.csv", text.encode())


def bring(file: SimpleUploadedFile, cast: Cast, now: datetime) -> Job:
    job = imports.upload(kind=KIND, organisation=cast.istm, file=file, actor=cast.admin, at=now)
    work(job_id=str(job.public_id), at=now)
    job.refresh_from_db()
    return job


def apply(job: Job, cast: Cast, now: datetime) -> None:
    imports.apply_job(job=job, actor=cast.admin, at=now)
    work(job_id=str(job.public_id), at=now)
    job.refresh_from_db()


def asked(cast: Cast, code: str, now: datetime) -> dict[str, int]:
    position = Position.objects.get(code=code)
    return {line.competency.code: line.level for line in queries.asked_by(position, cast.istm, now.date())}


def test_a_sheet_in_hindi_is_understood_with_its_designations(cast: Cast, now: datetime) -> None:
    title = cast.section_officer
    title.translations = {"hi": {"name": "अनुभाग अधिकारी"}}
    title.save(update_fields=["translations"])
    job = bring(sheet([["अनुभाग अधिकारी", "", "", "FUN-001"]]), cast, now)
    row = Row.objects.get(job=job)
    assert not [error for error in row.errors if "Designation" in error], row.errors


def test_every_error_of_a_row_is_said_and_spellings_are_understood(cast: Cast, now: datetime) -> None:
    cast.assistant  # noqa: B018 - a designation that no position describes
    rows = [
        ["Section Officer", "Behavioral", "Self Awareness", "Sound Judgment", "4", "critical"],
        ["section  officer", "Functional", "Office", "Noting", "2", ""],
        ["Assistant Section Officer", "Functional", "Office", "FUN-001", "Advanced", "1"],
        ["Assistant Section Officer", "Functional", "office", "file noting", "", ""],
        ["Clerk of Works", "Magic", "Self-Awareness", "", "9", "very"],
        ["Section Officer", "Functional", "Self-Awareness", "Noting", "", ""],
        ["Section Officer", "Functional", "Office", "Sound Judgement", "", ""],
        ["Section Officer", "Functional", "Office", "=1+1", "", ""],
    ]
    job = bring(sheet(rows, [*GIVEN, "Level", "Criticality"]), cast, now)
    found = list(Row.objects.filter(job=job))
    assert [(row.change, len(row.errors)) for row in found] == [
        ("changed", 0),
        ("", 1),
        ("new", 0),
        ("", 1),
        ("", 3),
        ("", 1),
        ("", 1),
        ("", 2),
    ]
    assert "level 3 is inherited" in found[1].errors[0]
    assert "more than once" in found[3].errors[0]
    assert "stands in the area Behavioural" in found[5].errors[0]
    assert "stands under the theme Self-Awareness" in found[6].errors[0]


def test_it_is_applied_below_only_and_undone(cast: Cast, now: datetime) -> None:
    cast.assistant  # noqa: B018 - a designation that no position describes
    rows = [
        ["Section Officer", "Behavioural", "Self-Awareness", "Sound Judgement", "4"],
        ["Assistant Section Officer", "Functional", "Office", "Noting", "2"],
        ["Section Officer", "Functional", "Office", "Noting", ""],
    ]
    job = bring(sheet(rows, [*GIVEN, "Level"]), cast, now)
    assert [row.change for row in Row.objects.filter(job=job)] == ["changed", "new", "same"]
    apply(job, cast, now)
    assert job.state == "applied"
    assert asked(cast, "POS-1", now) == {"FUN-001": 3, "BEH-001": 4}
    own = Position.objects.get(organisation=cast.istm)
    assert asked(cast, own.code, now) == {"FUN-001": 2}
    above = queries.asked_by(Position.objects.get(code="POS-1"), cast.dopt, now.date())
    assert {line.level for line in above if line.competency.code == "BEH-001"} == {2}
    imports.undo_job(job=job, actor=cast.admin, at=now)
    work(job_id=str(job.public_id), at=now)
    assert asked(cast, "POS-1", now) == {"FUN-001": 3, "BEH-001": 2}
    own.refresh_from_db()
    assert own.status == "retired"


def test_the_columns_of_the_known_sheet_are_enough_and_others_are_refused(cast: Cast, now: datetime) -> None:
    job = bring(sheet([["Section Officer", "Functional", "Office", "Noting"]]), cast, now)
    assert job.rows_wrong == 0
    for file in (
        sheet([["Section Officer", "Functional", "Office"]], GIVEN[:3]),
        sheet([["x"] * 5], [*GIVEN, "Wing"]),
        SimpleUploadedFile("latin.csv", "Designation,Área\n".encode("latin-1")),
        SimpleUploadedFile("wide.csv", ",".join(GIVEN).encode("utf-16")),
    ):
        with pytest.raises(Refused):
            imports.upload(kind=KIND, organisation=cast.istm, file=file, actor=cast.admin, at=now)


def test_fifty_thousand_rows_are_too_many(cast: Cast, now: datetime) -> None:
    job = bring(sheet([["Section Officer", "Functional", "Office", "Noting"]] * 50_000), cast, now)
    assert job.state == "failed"
    assert "10000" in job.error


def test_the_workbook_offers_what_may_be_written_and_can_be_uploaded(cast: Cast, now: datetime) -> None:
    cast.section_officer  # noqa: B018 - stands on the list
    book = workbook(cast.istm)
    assert book.sheetnames == ["Your Workspace", "Reference Sheet Competency", "Org Designation master"]
    reference = list(book["Reference Sheet Competency"].values)
    assert reference[1][:4] == ("Behavioural", "Self-Awareness", "Sound Judgement", "BEH-001")
    book.worksheets[0].append(["Section Officer", *reference[1][:3], 5, "Critical"])
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("mapping.xlsx", kept.getvalue())
    job = bring(file, cast, now)
    assert (job.rows_total, job.rows_wrong) == (1, 0)
    assert openpyxl.load_workbook(kept).worksheets[0].data_validations.count == 3
