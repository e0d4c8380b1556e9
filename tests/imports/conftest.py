"""Sheets of people, as an administrator would upload them."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from igot.imports.models import Job
from igot.imports.people.rules import HEADINGS
from igot.imports.services import work
from igot.kernel.tenancy import subtree

ROW = {
    "Full Name*": "Meera Joshi",
    "Email*": "meera@test.example",
    "Mobile Number*": "9876543210",
    "Group*": "Group B",
    "Designation*": "Section Officer",
}


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def table(rows: list[dict[str, str]], headings: tuple[str, ...] = HEADINGS) -> list[list[str]]:
    return [list(headings), *[[{**ROW, **row}.get(heading, "") for heading in headings] for row in rows]]


def csv_bytes(rows: list[dict[str, str]], headings: tuple[str, ...] = HEADINGS, encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table(rows, headings))
    return text.getvalue().encode(encoding)


def xlsx_bytes(cells: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in cells:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def sheet(content: bytes, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def run(now) -> Callable[..., Job]:
    """What the worker does with a job, at a moment of its own where the page goes by the clock; returns it as it is
    afterwards.
    """

    def done(job: Job, at: datetime = now) -> Job:
        while work(job_id=str(job.public_id), at=at, seconds=0.0):
            pass
        with subtree(job.organisation):
            return Job.objects.get(pk=job.pk)

    return done
