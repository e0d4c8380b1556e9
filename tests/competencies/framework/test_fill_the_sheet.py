"""Competencies by spreadsheet: judged row by row; a sheet that cannot be read is refused as a whole."""

import csv
import io
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from competencies.framework.models import Competency, Node, Revision, Scale
from competencies.framework.sheet import HEADINGS
from igot.approvals.models import Request
from igot.imports import services
from igot.imports.models import Job, Row
from igot.kernel.errors import Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
NEW = {
    "Code*": "FUN-500",
    "Type*": "Functional",
    "Name*": "Minute taking",
    "Name in Hindi": "कार्यवृत्त लेखन",
    "Definition*": "Takes the minutes of a meeting.",
    "Area": "Functional",
    "Theme": "Office",
    "Sub-theme": "Noting",
    "Scale": "FRAC five levels",
    **{f"Level {number}": f"Takes minutes, {number}" for number in range(1, 6)},
    "Other spellings": "Minutes; Record of discussion",
}


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def sheet(*rows: dict[str, str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=headings, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def judged(cast: Cast, dictionary: dict, fracers: SimpleNamespace, now: datetime) -> Any:
    """Upload and check a sheet."""

    def judge(content: bytes, name: str = "sheet.csv") -> Job:
        file = SimpleUploadedFile(name, content)
        job = services.upload(kind="competencies", organisation=cast.dopt, file=file, actor=fracers.author, at=now)
        services.work(job_id=str(job.public_id), at=now)
        job.refresh_from_db()
        return job

    return judge


def errors(job: Job) -> list[str]:
    return [text for row in Row.objects.filter(job=job).order_by("number") for text in row.errors]


def test_a_row_in_hindi_is_understood(judged: Any, dictionary: dict) -> None:
    Node.objects.filter(code="f.office").update(translations={"hi": {"name": "कार्यालय"}})
    Scale.objects.filter(code="frac-5").update(translations={"hi": {"name": "फ्रैक के पाँच स्तर"}})
    assert errors(judged(sheet({**NEW, "Type*": "प्रकार्यात्मक", "Theme": "कार्यालय", "Scale": "फ्रैक के पाँच स्तर"}))) == []


def test_a_name_that_is_kept_is_not_asked_again_though_another_framework_uses_it(judged: Any, dictionary: dict) -> None:
    noting = dictionary["FUN-001"]
    Competency.objects.create(
        code="STATE-1", name=noting.name, kind="functional", definition="Elsewhere.", scale=noting.scale,
        organisation=noting.organisation, status="approved",
    )  # fmt: skip
    change = {"Code*": "FUN-001", "Definition*": "Writes notes.", "Type*": "functional", "Name*": noting.name}
    assert errors(judged(sheet(change))) == []


def test_each_right_row_is_submitted_and_can_be_undone_until_it_is_decided(
    judged: Any, dictionary: dict, fracers: SimpleNamespace, now: datetime
) -> None:
    change = {"Code*": "FUN-001", "Definition*": "Writes notes.", "Type*": "functional", "Name*": "Noting and Drafting"}
    same = {"Code*": "BEH-001", "Type*": "Behavioural", "Name*": "Judgement", "Definition*": "What Judgement means."}
    job = judged(sheet(NEW, change, same))
    assert errors(job) == []
    assert list(Row.objects.filter(job=job).order_by("number").values_list("change", flat=True)) == [
        "new",
        "changed",
        "same",
    ]
    services.apply_job(job=job, actor=fracers.author, at=now)
    services.work(job_id=str(job.public_id), at=now)
    made = {revision.title: revision for revision in Revision.objects.filter(status="submitted", origin="sheet")}
    assert set(made) == {"Minute taking", "Noting and Drafting"}
    assert made["Minute taking"].content["node"] == "f.office.noting"
    assert made["Minute taking"].content["name_hi"] == "कार्यवृत्त लेखन"
    assert made["Noting and Drafting"].content["name_hi"] == "टिप्पण और प्रारूपण"
    assert made["Noting and Drafting"].content["definition"] == "Writes notes."
    assert Request.objects.filter(state="pending").count() == 2
    job.refresh_from_db()
    services.undo_job(job=job, actor=fracers.author, at=now)
    services.work(job_id=str(job.public_id), at=now)
    assert not Request.objects.filter(state="pending").exists()
    assert not Revision.objects.filter(status__in=Revision.OPEN).exists()


def test_all_errors_of_all_rows_are_said_together(judged: Any) -> None:
    wrong = {**NEW, "Type*": "Magic", "Level 3": "", "Sub-theme": "Nowhere", "Scale": "Nine levels"}
    twice = {**NEW, "Name*": "Judgement", "Other spellings": "File noting"}
    said = errors(judged(sheet(wrong, twice)))
    for text in (
        "Type: Choose behavioural",
        "Level: Level 3: say what it looks like.",
        "Sub-theme: “Functional › Office › Nowhere” is not in the tree",
        "Scale: “Nine levels” is not on the list",
        "Code: stands in this sheet more than once.",
        "Name: Another competency is called “Judgement”",
        "already another spelling of “Noting and Drafting”",
    ):
        assert any(text in line for line in said), (text, said)
    assert not Revision.objects.exists()


def test_a_formula_is_refused_by_its_heading(judged: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(HEADINGS))
    book.active.append(["=1+1" if heading == "Definition*" else NEW.get(heading, "") for heading in HEADINGS])
    file = io.BytesIO()
    book.save(file)
    assert any("Definition* holds a formula" in text for text in errors(judged(file.getvalue(), "sheet.xlsx")))


def test_a_sheet_that_is_too_long_is_refused_as_a_whole(judged: Any) -> None:
    job = judged("\n".join([",".join(HEADINGS), *["x," * 3] * 50_000]).encode())
    assert job.state == Job.State.FAILED and "more than 2000 rows" in job.error
    assert not Revision.objects.exists()


def test_wrong_headings_are_named(judged: Any) -> None:
    with pytest.raises(Refused) as refusal:
        judged(sheet(NEW, headings=(*HEADINGS[1:], "Colour")))
    said = " ".join(str(text) for text in refusal.value.fields["file"])
    assert "These columns are missing: Code*." in said and "not known: Colour." in said


def test_mixed_encodings_are_refused_in_plain_words(judged: Any) -> None:
    with pytest.raises(Refused) as refusal:
        judged(sheet(NEW) + "Überschrift".encode("latin-1"))
    assert "not in UTF-8" in str(refusal.value.fields["file"][0])
