"""From a gap to a line of a plan, with the competency, the level and who lacks it filled in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from competencies.framework.models import Competency
from competencies.insight.models import Gap
from competencies.positions.models import Position
from courses.authoring.models import Course
from igot.accounts.models import User
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


@pytest.fixture
def lacking(cast: Cast, competency: Competency, now: datetime) -> None:
    """A section officer of the institute lacks three levels."""
    position = Position.objects.create(
        code="POS-9",
        name="Section officer",
        organisation=cast.dopt,
        designation=cast.section_officer,
        status="approved",
    )
    with everywhere():
        Gap.objects.create(
            person=cast.learner,
            organisation=cast.istm,
            position=position,
            competency=competency,
            required=3,
            attained=0,
            missing=3,
            criticality=2,
            counted_at=now,
        )


def test_the_line_begins_with_what_is_lacking(
    cast: Cast,
    lacking: None,
    course: Course,
    competency: Competency,
    sign_in: Callable[[User], Any],
    now: datetime,
) -> None:
    client = sign_in(cast.manager)
    start = reverse("plan_for", args=["dopt", competency.public_id])
    wish = {"level": "3", "in": "istm"}
    empty = client.get(start, wish).content.decode()
    assert "No plan can be changed now" in empty and f"competency={competency.public_id}" in empty
    values = {"title": "Annual plan", "year": FinancialYear.of(day_in_india(now)).start, "kind": "annual"}
    query = f"competency={competency.public_id}&level=3&in=istm"
    begun = client.post(f"{reverse('plan_new', args=['dopt'])}?{query}", values)
    choose = begun["Location"]
    assert choose.endswith(query)
    page = client.get(choose).content.decode()
    assert "Completing it is evidence of level" in page or "confirm level" in page or "evidence up to level" in page
    assert "Courses that build" in page and f"course={course.public_id}&amp;competency=" in page
    assert client.get(start, {**wish, "course": course.public_id})["Location"].startswith(choose)
    form = client.get(f"{choose}&course={course.public_id}").context["form"]
    assert form.initial["audience"] == "some" and form.initial["organisations"] == [str(cast.istm.public_id)]
    assert form.initial["designations"] == [str(cast.section_officer.public_id)]
    assert "up to level 3" in form.initial["reason"] and "स्तर 3" in form.initial["reason_hi"]
    assert sign_in(cast.leader).get(start).status_code == 403
    assert sign_in(cast.stranger).get(start).status_code == 404
    assert client.get(start, {"in": "exp"}).status_code == 404
