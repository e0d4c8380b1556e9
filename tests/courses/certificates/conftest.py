"""Somebody who has completed a course."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from courses.authoring.models import Course, Release, Resource
from courses.certificates.models import Certificate
from courses.learning import services
from courses.learning.models import Enrolment
from igot.accounts.models import User
from tests.cast import Cast


@pytest.fixture
def short_course(make_draft: Callable[..., Release], publish: Callable[[Release], Course]) -> Course:
    """A course whose one mandatory resource is a page."""
    return publish(
        make_draft(assessment=False, translations={"hi": {"title": "टिप्पण और प्रारूपण", "summary": "संक्षेप में।"}})
    )


@pytest.fixture
def complete(now: datetime) -> Callable[[User, Course], Enrolment]:
    """Let a person complete the course now."""

    def completed(person: User, course: Course) -> Enrolment:
        enrolment = services.enrol(learner=person, course=course, at=now - timedelta(hours=1))
        page = Resource.objects.filter(module__release=enrolment.release_id, mandatory=True).get()
        services.open_resource(enrolment=enrolment, resource=page.key, session="", at=now - timedelta(minutes=5))
        # Real clocks have microseconds.
        assert not services.confirm(enrolment=enrolment, resource=page.key, at=now + timedelta(microseconds=123456))
        enrolment.refresh_from_db()
        return enrolment

    return completed


@pytest.fixture
def certificate(cast: Cast, complete: Callable[[User, Course], Enrolment], short_course: Course) -> Certificate:
    """The learner's certificate, not drawn yet."""
    return Certificate.objects.get(enrolment=complete(cast.learner, short_course))


@pytest.fixture
def begun_page(now: datetime, short_course: Course) -> Callable[[User], tuple[Enrolment, Callable[[], object]]]:
    """Let a person open the page that completes the course; the second of the pair says that it is read."""

    def begun(person: User) -> tuple[Enrolment, Callable[[], object]]:
        enrolment = services.enrol(learner=person, course=short_course, at=now - timedelta(hours=1))
        page = Resource.objects.filter(module__release=enrolment.release_id, mandatory=True).get()
        services.open_resource(enrolment=enrolment, resource=page.key, session="", at=now - timedelta(minutes=5))
        return enrolment, lambda: services.confirm(enrolment=enrolment, resource=page.key, at=now)

    return begun
