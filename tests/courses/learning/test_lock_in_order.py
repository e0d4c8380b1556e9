"""A completion locks the levels it counts for in the order in which recounts of many lock them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from competencies.evidence.models import Evidence
from competencies.framework.models import Competency
from competencies.framework.services import import_framework
from courses.authoring import services as authoring
from courses.authoring.models import Course, Release, Resource
from courses.learning import services
from courses.learning.models import Enrolment
from tests.cast import Cast
from tests.courses.conftest import FRAMEWORK


@pytest.fixture
def competency(cast: Cast, now: datetime) -> Competency:
    """The one with the higher key: a draft is tagged with it first."""
    import_framework(data=FRAMEWORK, organisation=cast.goi, actor=None, at=now)
    return Competency.objects.order_by("-pk")[0]


@pytest.mark.usefixtures("scope_everywhere")
def test_levels_are_taken_in_the_order_of_their_keys_and_not_of_the_tags(
    cast: Cast,
    now: datetime,
    competency: Competency,
    make_draft: Callable[..., Release],
    publish: Callable[[Release], Course],
) -> None:
    release, lower = make_draft(assessment=False), Competency.objects.order_by("pk")[0]
    authoring.tag_competency(release=release, competency=lower, level=2, actor=cast.creator, at=now)
    course = publish(release)
    tagged = list(course.current.tags.order_by("pk").values_list("competency", flat=True))  # type: ignore[union-attr]
    assert tagged == [competency.pk, lower.pk]

    enrolment = services.enrol(learner=cast.learner, course=course, at=now)
    page = Resource.objects.get(module__release=enrolment.release, mandatory=True)
    for second, kind in [(0, "open"), (600, "leave")]:
        told: dict[str, Any] = {"id": f"00000000-0000-4000-8000-{second:012d}", "resource": str(page.key)}
        told |= {"session": "s", "seq": second + 1, "kind": kind}
        services.record_events(enrolment=enrolment, events=[told], at=now + timedelta(seconds=second))

    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    assert list(Evidence.objects.order_by("pk").values_list("competency", flat=True)) == [lower.pk, competency.pk]
