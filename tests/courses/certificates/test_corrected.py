"""A key is corrected, or an attempt voided, after somebody completed a course by its assessment."""

from datetime import timedelta

import pytest

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt
from assessments.corrections import services as corrections
from assessments.voiding.services import void_attempt
from competencies.evidence.models import Attainment, Evidence
from courses.authoring.models import Resource
from courses.certificates.models import Certificate
from courses.learning import queries, services
from igot.approvals import services as approvals
from igot.approvals.models import Request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def sit(cast, course, now, wrong):
    """An enrolment whose page is read and whose assessment was handed in, rightly or not at all."""
    enrolment = services.enrol(learner=cast.learner, course=course, at=now)
    page, exam = Resource.objects.filter(module__release=enrolment.release_id, mandatory=True).order_by("pk")
    services.open_resource(enrolment=enrolment, resource=page.key, session="", at=now)
    services.confirm(enrolment=enrolment, resource=page.key, at=now + timedelta(minutes=1))
    attempt = attempts.start(
        learner=cast.learner, version=exam.paper, context_kind=queries.ATTEMPT_CONTEXT,
        context_id=queries.attempt_context_id(enrolment, exam.key), title="End", at=now,
    )  # fmt: skip
    asked = list(attempt.questions.select_related("question").order_by("question"))
    answers = {one.place: one.question.key["options"] for one in asked}
    first = asked[0].question
    other = next(option["id"] for option in first.options if option["id"] not in first.key["options"])
    if wrong:
        answers |= {one.place: None for one in asked} | {asked[0].place: [other]}
    attempts.submit(attempt=attempt, answers=answers, at=now + timedelta(minutes=5))
    enrolment.refresh_from_db()
    return enrolment


def correct(cast, version, now, drain, **what):
    made = corrections.preview_correction(version=version, reason="The rule", actor=cast.creator, at=now, **what)
    corrections.ask_for_correction(correction=made, actor=cast.creator, at=now)
    approvals.approve(request=Request.objects.get(subject_id=made.public_id), actor=cast.publisher, at=now)
    drain()
    drain()


def test_who_passes_by_a_correction_completes_the_course_and_is_certified(cast, published_course, now, drain):
    enrolment = sit(cast, published_course, now, wrong=True)
    assert enrolment.state == "in_progress"
    for one in _questions(enrolment):
        correct(cast, one, now, drain, kind="void", key={})
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    assert Certificate.objects.get(enrolment=enrolment).state == "issued"
    assert Attainment.objects.get(learner=cast.learner).level == 2


def _questions(enrolment):
    exam = Resource.objects.get(module__release=enrolment.release_id, kind="assessment")
    return [item.question for section in exam.paper.sections.all() for item in section.items.select_related("question")]


def test_what_a_later_correction_gives_back_is_evidence_again(cast, published_course, now, drain):
    enrolment = sit(cast, published_course, now, wrong=False)
    drain()
    for one in _questions(enrolment):
        other = next(option["id"] for option in one.options if option["id"] not in one.key["options"])
        correct(cast, one, now, drain, kind="key", key={"options": [other]}, only_upwards=False)
    for one in _questions(enrolment):
        correct(cast, one, now, drain, kind="key", key=one.key)
    counting = Evidence.objects.filter(withdrawal=None).values_list("kind", "renewal")
    assert set(counting) == {("course", 0), ("assessment", 1)}


def test_a_voided_attempt_confirms_nothing_until_another_is_passed(cast, published_course, now, drain):
    enrolment = sit(cast, published_course, now, wrong=False)
    attempt = Attempt.objects.get()
    void_attempt(attempt=attempt, reason="Two people sat it.", grant_another=True, actor=cast.admin, at=now)
    assert set(Evidence.objects.filter(withdrawal=None).values_list("kind", flat=True)) == {"course"}
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    assert Certificate.objects.get(enrolment=enrolment).state == "issued"
    sit(cast, published_course, now + timedelta(days=1), wrong=False)
    kept = Evidence.objects.get(withdrawal=None, kind="assessment")
    assert (kept.renewal, kept.occurred_at.date()) == (1, (now + timedelta(days=1)).date())


def test_a_voided_attempt_leaves_the_course_open_where_it_was(cast, published_course, now, drain):
    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    exam = Resource.objects.get(module__release=enrolment.release_id, kind="assessment")
    attempt = attempts.start(
        learner=cast.learner, version=exam.paper, context_kind=queries.ATTEMPT_CONTEXT,
        context_id=queries.attempt_context_id(enrolment, exam.key), title="End", at=now,
    )  # fmt: skip
    asked = attempt.questions.select_related("question")
    attempts.submit(attempt=attempt, answers={one.place: one.question.key["options"] for one in asked}, at=now)
    row = enrolment.progress.get(resource=exam.key)
    assert row.completed_at is not None
    void_attempt(attempt=attempt, reason="Power failed.", grant_another=False, actor=cast.admin, at=now)
    row.refresh_from_db()
    assert (row.completed_at, row.score, row.basis) == (None, None, {})


def test_who_passes_no_longer_loses_what_was_examined_and_keeps_the_certificate(cast, published_course, now, drain):
    enrolment = sit(cast, published_course, now, wrong=False)
    drain()
    assert set(Evidence.objects.filter(withdrawal=None).values_list("kind", flat=True)) == {"course", "assessment"}
    for one in _questions(enrolment):
        other = next(option["id"] for option in one.options if option["id"] not in one.key["options"])
        correct(cast, one, now, drain, kind="key", key={"options": [other]}, only_upwards=False)
    assert set(Evidence.objects.filter(withdrawal=None).values_list("kind", flat=True)) == {"course"}
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    assert Certificate.objects.get(enrolment=enrolment).state == "issued"
