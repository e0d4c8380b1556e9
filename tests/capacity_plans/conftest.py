"""Courses that can be completed, and plans that ask for them, made through services."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from capacity_plans.plans import services
from capacity_plans.plans.models import PlanVersion
from courses.authoring.models import Course, Resource
from courses.learning import services as learning
from courses.learning.models import Enrolment
from igot.accounts.models import User
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.kernel.tenancy import subtree
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads

__all__ = ["competency", "make_draft", "paper", "publish", "uploads"]

DUE = date(2026, 12, 31)
EVERYONE = {"everyone": True}


@pytest.fixture
def make_course(
    make_draft: Callable[..., Any], publish: Callable[..., Course], drain: Callable[..., int]
) -> Callable[..., Course]:
    """`make_course("Noting")`: a published course of two pages, open to everyone, in the catalogue."""

    def made(title: str = "Noting and Drafting", visibility: str = "everyone") -> Course:
        course = publish(make_draft(title=title, assessment=False, visibility=visibility))
        drain()
        return course

    return made


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    return make_course()


@pytest.fixture
def begin(now: datetime) -> Callable[..., Enrolment]:
    """`begin(learner, course)`: enrolled, the first page opened."""

    def begun(learner: User, course: Course, at: datetime = now) -> Enrolment:
        with subtree(learner.organisation):
            enrolment = learning.enrol(learner=learner, course=course, at=at)
            send(enrolment, at)
        return enrolment

    return begun


@pytest.fixture
def complete(now: datetime) -> Callable[..., Enrolment]:
    """`complete(learner, course)`: every page open for a plausible time."""

    def completed(learner: User, course: Course, at: datetime = now) -> Enrolment:
        with subtree(learner.organisation):
            enrolment = learning.enrol(learner=learner, course=course, at=at - timedelta(minutes=9))
            send(enrolment, at - timedelta(minutes=9))
            send(enrolment, at)
            enrolment.refresh_from_db()
        assert enrolment.state == Enrolment.State.COMPLETED
        return enrolment

    return completed


def send(enrolment: Enrolment, at: datetime) -> None:
    """The device says of every page that it is open."""
    keys = Resource.objects.filter(module__release=enrolment.release_id).values_list("key", flat=True)
    events = [
        {"id": str(uuid4()), "resource": str(key), "session": "s1", "seq": int(at.timestamp()) % 10**6, "kind": "ping"}
        for key in keys
    ]
    learning.record_events(enrolment=enrolment, events=events, at=at)


@pytest.fixture
def make_plan(cast: Cast, now: datetime) -> Callable[..., PlanVersion]:
    """`make_plan(course, audience=..., due_on=...)`: a draft of DoPT's annual plan with the course as its one item."""

    def made(
        *courses: Course, year: int = 2026, kind: str = "annual", organisation: Any = None, **item: Any
    ) -> PlanVersion:
        organisation = organisation or cast.dopt
        by: dict[str, Any] = {"actor": cast.manager, "at": now - timedelta(days=4)}
        with subtree(organisation):
            version = services.draft_plan(organisation=organisation, year=year, kind=kind, title="Annual plan", **by)
            for each in courses:
                values = {"due_on": DUE, "audience": EVERYONE, **item}
                services.add_item(version=version, course=each, **values, **by)
        return version

    return made


@pytest.fixture
def approve(cast: Cast, now: datetime) -> Callable[[PlanVersion], PlanVersion]:
    """Submit as the plan manager, approve as the Commission's reviewer."""

    def approved(version: PlanVersion) -> PlanVersion:
        with subtree(version.plan.organisation):
            services.submit_plan(version=version, actor=cast.manager, at=now - timedelta(days=3))
            request = requests.history("capacity_plans.plan", version.public_id)[0]
            approvals.approve(request=request, actor=cast.reviewer, at=now - timedelta(days=2))
        version.refresh_from_db()
        return version

    return approved


@pytest.fixture
def in_force(
    approve: Callable[[PlanVersion], PlanVersion], cast: Cast, now: datetime, drain: Callable[..., int]
) -> Callable[[PlanVersion], PlanVersion]:
    """Approved, published by the leader, assigned by the workers."""

    def published(version: PlanVersion, at: datetime | None = None) -> PlanVersion:
        version = approve(version)
        with subtree(version.plan.organisation):
            services.publish_plan(version=version, actor=cast.leader, at=at or now - timedelta(days=1))
        drain()
        version.refresh_from_db()
        return version

    return published
