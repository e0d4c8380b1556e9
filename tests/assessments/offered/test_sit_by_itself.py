"""Assessments people sit on their own account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assessments.attempts import services as sitting
from assessments.attempts.models import Attempt
from assessments.bank.models import QuestionVersion
from assessments.corrections import services as corrections
from assessments.offered import queries, services
from assessments.offered.models import OfferedAssessment
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from assessments.voiding.services import void_attempt
from competencies.evidence import offers
from competencies.evidence import services as evidence
from competencies.evidence.models import Attainment, Evidence
from competencies.framework.models import Competency
from igot.accounts.models import User
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.kernel.errors import Denied, Refused
from igot.kernel.tenancy import path_scope
from tests.assessments.conftest import all_right
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def sit(assessment: OfferedAssessment, person: User, at: datetime, answers: Callable[[Attempt], Any]) -> Attempt:
    attempt = services.sit(assessment=assessment, learner=person, at=at)
    return sitting.submit(attempt=attempt, answers=answers(attempt), at=at + timedelta(minutes=1))


def test_passing_is_evidence_of_the_level(
    cast: Cast, offer: Callable[..., OfferedAssessment], now: datetime, drain: Callable[[], int]
) -> None:
    attempt = sit(offer(), cast.learner, now, all_right)
    drain()
    piece = Evidence.objects.get(learner=cast.learner)
    assert (piece.kind, piece.level, piece.source_id) == ("assessment", 3, attempt.public_id)
    assert Attainment.objects.get(learner=cast.learner).level == 3


def test_failing_shows_nothing_and_the_attempts_are_counted(
    cast: Cast, offer: Callable[..., OfferedAssessment], now: datetime
) -> None:
    assessment = offer()
    for _time in range(2):
        sit(assessment, cast.learner, now, lambda attempt: {})
    with pytest.raises(Refused) as refusal:
        services.sit(assessment=assessment, learner=cast.learner, at=now)
    assert refusal.value.code == "attempts_used_up"
    assert not Evidence.objects.exists()


def test_a_corrected_key_takes_back_what_was_shown(
    cast: Cast,
    offer: Callable[..., OfferedAssessment],
    now: datetime,
    drain: Callable[[], int],
    questions: list[QuestionVersion],
) -> None:
    sit(offer(), cast.learner, now, lambda attempt: {p: r for p, r in all_right(attempt).items() if r != " Noting "})
    drain()
    for version, key in ((questions[0], {"options": ["a"]}), (questions[3], {"number": "9"})):
        made = corrections.preview_correction(
            version=version, kind="key", key=key, reason="Why", only_upwards=False, actor=cast.creator, at=now
        )
        corrections.ask_for_correction(correction=made, actor=cast.creator, at=now)
        approvals.approve(request=Request.objects.get(subject_id=made.public_id), actor=cast.publisher, at=now)
        drain()
    drain()
    assert Evidence.objects.get(learner=cast.learner).withdrawal.reason
    assert Attainment.objects.get(learner=cast.learner).level == 0


def test_a_voided_attempt_takes_back_what_it_showed_and_no_more(
    cast: Cast,
    offer: Callable[..., OfferedAssessment],
    now: datetime,
    drain: Callable[[], int],
    sign_in: Callable[..., Client],
) -> None:
    assessment = offer()
    attempt = sit(assessment, cast.learner, now, all_right)
    sit(assessment, cast.learner2, now, all_right)
    drain()
    void_attempt(attempt=attempt, reason="Somebody helped.", grant_another=True, actor=cast.admin, at=now)
    page = sign_in(cast.learner).get(f"/assessments/{assessment.slug}/").content.decode()
    assert f"/attempts/{attempt.public_id}/result/" in page and "2 attempts are left." in page
    drain()
    assert Evidence.objects.get(learner=cast.learner).withdrawal.reason == "Somebody helped."
    assert Attainment.objects.get(learner=cast.learner).level == 0
    assert Attainment.objects.get(learner=cast.learner2).level == 3
    sit(assessment, cast.learner, now + timedelta(hours=1), all_right)
    drain()
    assert Attainment.objects.get(learner=cast.learner).level == 3


def test_it_is_taken_back_wherever_it_still_lies_after_a_transfer(
    cast: Cast, offer: Callable[..., OfferedAssessment], now: datetime
) -> None:
    attempt = sit(offer(), cast.learner, now, all_right)
    Evidence.objects.filter(learner=cast.learner).update(organisation=cast.istm)
    with path_scope(cast.learner.organisation.path):
        void_attempt(attempt=attempt, reason="Why", grant_another=True, actor=cast.admin, at=now)
    assert Evidence.objects.get(learner=cast.learner).withdrawal.reason == "Why"


def test_what_a_later_correction_gives_back_is_shown_again_and_an_objection_stays(
    cast: Cast,
    offer: Callable[..., OfferedAssessment],
    now: datetime,
    drain: Callable[[], int],
    questions: list[QuestionVersion],
) -> None:
    for person in (cast.learner, cast.learner2):
        sit(offer(), person, now, lambda attempt: {p: r for p, r in all_right(attempt).items() if r != " Noting "})
    objected = Evidence.objects.get(learner=cast.learner2)
    evidence.withdraw(evidence=objected, reason="Not so.", actor=cast.admin, at=now)
    wrong, right = {"number": "9"}, {"number": "150000"}
    for version, key in ((questions[0], {"options": ["a"]}), (questions[3], wrong), (questions[3], right)):
        made = corrections.preview_correction(
            version=version, kind="key", key=key, reason="Why", only_upwards=False, actor=cast.creator, at=now
        )
        corrections.ask_for_correction(correction=made, actor=cast.creator, at=now)
        approvals.approve(request=Request.objects.get(subject_id=made.public_id), actor=cast.publisher, at=now)
        drain()
        drain()
    pieces = Evidence.objects.filter(learner=cast.learner).order_by("renewal")
    assert [(one.renewal, hasattr(one, "withdrawal")) for one in pieces] == [(0, True), (1, False)]
    assert Attainment.objects.get(learner=cast.learner).level == 3
    assert Evidence.objects.get(learner=cast.learner2) == objected


def test_it_is_offered_to_whoever_lacks_the_level_and_counted_as_supply(
    cast: Cast, offer: Callable[..., OfferedAssessment], competency: Competency
) -> None:
    offer()
    found = offers.offers_for(cast.learner, {competency.pk: (2, 3)})[competency.pk]
    assert [(one.kind, one.level, one.closes) for one in found] == [("assessment", 3, True)]
    assert offers.offers_for(cast.learner, {competency.pk: (3, 4)}).get(competency.pk, []) == []
    assert offers.supply(cast.dopt)[competency.pk, 3] == 1


def test_the_own_offices_only_means_just_that(
    cast: Cast, offer: Callable[..., OfferedAssessment], sign_in: Callable[..., Client]
) -> None:
    assessment = offer(for_everyone=False)
    assert sign_in(cast.creator).get(f"/assessments/{assessment.slug}/").status_code == 200
    assert sign_in(cast.learner).get(f"/assessments/{assessment.slug}/").status_code == 404
    assert not queries.visible_in(cast.dopt).exists()


def test_closed_nobody_begins_it_and_who_is_under_way_finishes(
    cast: Cast, offer: Callable[..., OfferedAssessment], now: datetime, sign_in: Callable[..., Client]
) -> None:
    assessment = offer()
    attempt = services.sit(assessment=assessment, learner=cast.learner, at=now)
    services.close_assessment(assessment=assessment, actor=cast.publisher, at=now)
    assert sign_in(cast.learner2).post(f"/assessments/{assessment.slug}/sit/").status_code == 404
    sitting.submit(attempt=attempt, answers=all_right(attempt), at=now)
    assert Evidence.objects.filter(learner=cast.learner).exists()


def test_what_cannot_be_offered_is_refused(cast: Cast, offer: Callable[..., OfferedAssessment], now: datetime) -> None:
    draft = papers.create_paper(organisation=cast.istm, title="Draft", actor=cast.creator, at=now)
    for changes, field in (({"paper": draft.paper}, "paper"), ({"level": 9}, "level"), ({"summary": " "}, "summary")):
        with pytest.raises(Refused) as refusal:
            offer(**changes)
        assert field in refusal.value.fields
    with pytest.raises(Denied):
        offer(actor=cast.creator)


def test_from_the_list_to_the_result(
    cast: Cast,
    paper: PaperVersion,
    competency: Competency,
    sign_in: Callable[..., Client],
    assert_queries: Callable[[str], Any],
) -> None:
    publisher = sign_in(cast.publisher)
    way = f"/o/istm/papers/{paper.paper.public_id}/offer/"
    assert way in publisher.get(f"/o/istm/papers/{paper.paper.public_id}/").content.decode()
    values = {"competency": str(competency.public_id), "level": "3", "summary": "", "for_everyone": "on"}
    assert publisher.post(way, values).status_code == 422
    assert publisher.post(way, {**values, "summary": "Notes and drafts."}).status_code == 302
    learner = sign_in(cast.learner)
    page = learner.get("/assessments/", {"q": "end"}).content.decode()
    assert "Notes and drafts." in page
    slug = OfferedAssessment.objects.get().slug
    assert "Begin" in learner.get(f"/assessments/{slug}/").content.decode()
    begun = learner.post(f"/assessments/{slug}/sit/").url
    attempt = Attempt.objects.get()
    assert begun == f"/attempts/{attempt.public_id}/"
    sitting.submit(attempt=attempt, answers=all_right(attempt), at=attempt.started_at)
    assert f"/assessments/{slug}/" in learner.get(f"{begun}result/").content.decode()
    assert "You have passed" in learner.get(f"/assessments/{slug}/").content.decode()
    assert "No assessment matches." in learner.get("/assessments/", {"q": "zebra"}).content.decode()
