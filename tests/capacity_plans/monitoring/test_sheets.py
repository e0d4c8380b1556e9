"""The numbers and the people behind them can be asked for as files that workers make."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from igot.imports import services as imports
from igot.imports.models import Export
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


@pytest.fixture
def plan(cast: Cast, course: Any, make_plan: Any, in_force: Any) -> Any:
    """In force for three people."""
    people = [cast.learner, cast.creator, cast.leader]
    version = in_force(make_plan(course))
    assert people
    return version.plan


@pytest.fixture
def ask(plan: Any, sign_in: Any) -> Any:
    """`ask(person, sheet)`: the answer to the button on the progress page."""

    def asked(person: Any, sheet: str, **more: str) -> Any:
        url = reverse("plan_sheet", args=["dopt", plan.public_id])
        return sign_in(person).post(url, {"sheet": sheet, **more})

    return asked


def made(now: datetime) -> list[list[str]]:
    """The file, once a worker has made it."""
    with everywhere():
        export = Export.objects.get()
        imports.make_export(export_id=str(export.public_id), at=now)
        export.refresh_from_db()
        assert export.state == Export.State.READY, export.error
        with export.file.open("rb") as file:
            return list(csv.reader(StringIO(file.read().decode("utf-8-sig"))))


def test_the_progress_page_offers_both_files(cast: Cast, plan: Any, sign_in: Any) -> None:
    url = reverse("plan_progress", args=["dopt", plan.public_id])
    page = sign_in(cast.leader).get(url).content.decode()
    assert reverse("plan_sheet", args=["dopt", plan.public_id]) in page
    assert 'value="progress"' in page and 'value="people"' in page
    assert 'value="people"' not in sign_in(cast.reviewer).get(url).content.decode()


def test_the_numbers_are_made_for_the_part_that_was_shown(cast: Cast, ask: Any, now: datetime) -> None:
    assert ask(cast.leader, "progress", **{"in": "istm"}).url == reverse("exports", args=["dopt"])
    table = made(now)
    assert [row[1] for row in table[1:]] == ["ISTM"]


def test_the_people_are_made_with_their_courses(cast: Cast, ask: Any, now: datetime) -> None:
    ask(cast.manager, "people")
    table = made(now)
    assert ["Asha Learner", "आशा क्षत्रिय"] in [row[:2] for row in table]


def test_whoever_sees_numbers_only_gets_no_names(cast: Cast, ask: Any) -> None:
    assert ask(cast.reviewer, "people").status_code == 403
    assert ask(cast.reviewer, "progress").status_code == 302
    assert ask(cast.leader, "nonsense").status_code == 404


def test_the_list_of_files_does_not_offer_what_needs_a_plan(cast: Cast, ask: Any, sign_in: Any) -> None:
    ask(cast.reviewer, "progress")
    page = sign_in(cast.reviewer).get(reverse("exports", args=["dopt"])).content.decode()
    assert "plan-progress-dopt" in page and "<select" not in page
    assert sign_in(cast.leader).post(reverse("exports", args=["dopt"]), {"kind": "plan_people"}).status_code == 422
