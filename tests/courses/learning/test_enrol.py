"""Enrolling, giving up, coming back."""

import pytest

from courses.authoring.models import Course
from courses.learning import services
from courses.learning.models import Enrolment
from igot.journal.models import FactRow
from igot.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def test_a_double_click_enrols_once(cast, now, published_course):
    first = services.enrol(learner=cast.learner, course=published_course, at=now)
    second = services.enrol(learner=cast.learner, course=published_course, at=now)

    assert first.pk == second.pk
    assert first.release_id == published_course.current_id
    assert first.organisation == cast.dopt
    assert FactRow.objects.filter(kind="courses.Enrolled").count() == 1


def test_somebody_without_a_posting_is_refused(cast, now, published_course):
    with pytest.raises(Refused):
        services.enrol(learner=cast.person("nobody", None), course=published_course, at=now)


def test_a_course_that_is_not_published_is_refused(cast, now, draft):
    with pytest.raises(Refused):
        services.enrol(learner=cast.learner, course=draft.course, at=now)


def test_giving_up_needs_a_reason_and_enrolling_again_resumes(cast, now, published_course):
    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    with pytest.raises(Refused):
        services.withdraw(enrolment=enrolment, reason="  ", at=now)

    gone = services.withdraw(enrolment=enrolment, reason="Transferred to another desk", at=now)
    assert (gone.state, gone.withdrawn_reason) == (Enrolment.State.WITHDRAWN, "Transferred to another desk")
    assert (
        services.withdraw(enrolment=enrolment, reason="Again", at=now).withdrawn_reason == "Transferred to another desk"
    )

    back = services.enrol(learner=cast.learner, course=published_course, at=now)
    assert back.pk == enrolment.pk
    assert (back.state, back.withdrawn_at) == (Enrolment.State.ENROLLED, None)
    assert FactRow.objects.filter(kind="courses.Enrolled").count() == 2


def test_one_who_gave_up_records_nothing(cast, now, published_course):
    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    services.withdraw(enrolment=enrolment, reason="No time", at=now)
    with pytest.raises(Refused) as refusal:
        services.record_events(enrolment=enrolment, events=[{}], at=now)
    assert refusal.value.code == "not_enrolled"


def test_an_enrolment_follows_its_learner_to_another_organisation(cast, now, published_course, drain):
    from igot.accounts import services as accounts

    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    accounts.transfer(
        user=cast.learner, organisation=cast.exp, designation=None, starts_on=now.date(), actor=None, at=now
    )
    drain()
    enrolment.refresh_from_db()
    assert enrolment.organisation == cast.exp


def test_a_newer_release_does_not_move_the_learner(cast, now, published_course, publish):
    from courses.authoring import services as authoring

    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    publish(authoring.next_draft(course=published_course, actor=cast.creator, at=now))
    again = services.enrol(learner=cast.learner, course=Course.objects.get(pk=published_course.pk), at=now)
    assert again.release_id == enrolment.release_id
