"""A plan of DoPT that waits, and one that is in force."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from capacity_plans.plans import services
from capacity_plans.plans.models import PlanVersion
from courses.authoring.models import Course
from igot.kernel.tenancy import subtree
from tests.capacity_plans.conftest import approve, course, in_force, make_course, make_plan
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads

__all__ = [
    "approve",
    "competency",
    "course",
    "in_force",
    "make_course",
    "make_draft",
    "make_plan",
    "paper",
    "publish",
    "uploads",
]


@pytest.fixture
def submitted_plan(make_plan: Callable[..., PlanVersion], course: Course, cast: Cast, now: datetime) -> PlanVersion:
    """Waits for the Commission's reviewer."""
    version = make_plan(course)
    with subtree(cast.dopt):
        services.submit_plan(version=version, actor=cast.manager, at=now - timedelta(days=3))
    return version


@pytest.fixture
def published_plan(
    make_plan: Callable[..., PlanVersion], in_force: Callable[..., PlanVersion], course: Course, cast: Cast
) -> PlanVersion:
    """Asks one course of everyone in DoPT; the learner is there to be asked."""
    assert cast.learner.organisation == cast.dopt
    return in_force(make_plan(course))


@pytest.fixture
def second_plan(
    make_plan: Callable[..., PlanVersion], in_force: Callable[..., PlanVersion], course: Course
) -> PlanVersion:
    """Asks the same course once more."""
    return in_force(make_plan(course, kind="special"))
