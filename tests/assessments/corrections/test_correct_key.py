"""A wrong key, found out after people were marked by it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from assessments.attempts import queries as attempts
from assessments.attempts import services as sitting
from assessments.attempts.models import Attempt
from assessments.bank.models import Correction, QuestionVersion
from assessments.corrections import queries, services
from assessments.corrections.facts import AttemptCorrected
from assessments.corrections.models import Regrade
from assessments.papers.models import PaperSection, PaperVersion
from igot.accounts.models import User
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.tenancy import subtree
from igot.notifications.models import Notice
from tests.assessments.conftest import CONTEXT, RIGHT
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def wrong(questions: list[QuestionVersion]) -> QuestionVersion:
    """The question whose key says b, though a is right."""
    return questions[0]


@pytest.fixture
def sit(paper: PaperVersion, now: datetime) -> Callable[..., Attempt]:
    """`sit(person, single=["a"])`: a marked attempt; what is not said is answered rightly by the key of then."""

    def sat(person: User, paper: PaperVersion = paper, **answers: Any) -> Attempt:
        given = {**RIGHT, **answers}
        attempt = sitting.start(learner=person, version=paper, at=now, **CONTEXT)
        by_place = {asked.place: given[asked.question.kind] for asked in attempts.questions_of(attempt)}
        return sitting.submit(attempt=attempt, answers=by_place, at=now + timedelta(minutes=5))

    return sat


@pytest.fixture
def correct(cast: Cast, wrong: QuestionVersion, now: datetime, drain: Callable) -> Callable[..., Correction]:
    """`correct(kind="void")`: asked for by the creator, approved by the publisher, carried out."""

    def corrected(**changes: Any) -> Correction:
        values: dict[str, Any] = {"kind": "key", "key": {"options": ["a"]}, "reason": "The rule of 2022 says a."}
        made = services.preview_correction(**{"version": wrong, "actor": cast.creator, "at": now, **values, **changes})
        services.ask_for_correction(correction=made, actor=cast.creator, at=now)
        approvals.approve(request=Request.objects.get(subject_id=made.public_id), actor=cast.publisher, at=now)
        drain()
        return queries.correction(made.public_id)

    return corrected


def test_who_was_right_all_along_rises_and_is_told(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction]
) -> None:
    failing = {"fill": "tea", "numeric": "7"}
    attempt = sit(cast.learner, single=["a"], **failing)
    assert (str(attempt.percent), attempt.passed) == ("40.00", False)
    done = correct()
    attempt.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("60.00", True)
    before = attempt.result["corrections"][0]
    assert (before["percent"], before["passed"], before["reason"]) == ("40.00", False, "The rule of 2022 says a.")
    assert (done.state, done.report["changed"], done.report["pass_now"]) == ("done", 1, 1)
    notice = Notice.objects.get(person=cast.learner, kind="assessments.result_corrected")
    assert (notice.values["before"], notice.values["after"]) == ("40", "60")


def test_nobody_falls_unless_the_correction_says_so(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction]
) -> None:
    attempt = sit(cast.learner, fill="tea", numeric="7")
    done = correct()
    attempt.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("60.00", True)
    assert (done.report["kept"], done.report["changed"]) == (1, 0)
    assert not Regrade.objects.exists()


def test_where_results_may_fall_the_old_one_stays_readable(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction]
) -> None:
    attempt = sit(cast.learner, fill="tea", numeric="7")
    correct(only_upwards=False)
    attempt.refresh_from_db()
    assert (str(attempt.percent), attempt.passed) == ("40.00", False)
    row = Regrade.objects.get(attempt=attempt)
    assert (row.before["percent"], row.after["percent"]) == ("60.00", "40.00")
    told = FactRow.objects.get(kind=AttemptCorrected.kind).payload
    assert (told["passed_before"], told["passed"]) == (True, False)


def test_the_preview_says_who_would_pass_and_changes_nothing(
    cast: Cast, sit: Callable[..., Attempt], wrong: QuestionVersion, now: datetime
) -> None:
    sit(cast.learner, single=["a"], fill="tea", numeric="7")
    falls = sit(cast.learner2, fill="tea", numeric="7")
    made = services.preview_correction(
        version=wrong, kind="key", key={"options": ["a"]}, reason="Why", only_upwards=False, actor=cast.creator, at=now
    )
    counted = {name: made.report[name] for name in ("results", "rising", "falling", "pass_now", "pass_no_longer")}
    assert counted == {"results": 2, "rising": 1, "falling": 1, "pass_now": 1, "pass_no_longer": 1}
    falls.refresh_from_db()
    assert falls.passed is True


MORE = """
WITH made AS (
    INSERT INTO assessments_attempt (public_id, learner_id, organisation_id, organisation_at_id, version_id,
        context_kind, context_id, number, state, seed, started_at, submitted_at, submitted_how, released_at, marks,
        max_marks, percent, passed, result, device)
    SELECT gen_random_uuid(), learner_id, organisation_id, organisation_at_id, version_id, context_kind, context_id,
        number + n, state, seed, started_at, submitted_at, submitted_how, released_at, marks, max_marks, percent,
        passed, result, device
    FROM assessments_attempt, generate_series(1, %s) AS n WHERE id = %s RETURNING id
), asked AS (
    INSERT INTO assessments_attemptquestion (attempt_id, place, section_id, question_id, option_order, max_marks, marks,
        outcome)
    SELECT made.id, place, section_id, question_id, option_order, max_marks, marks, outcome
    FROM made, assessments_attemptquestion q WHERE q.attempt_id = %s RETURNING id, place
)
INSERT INTO assessments_answer (asked_id, sequence, response, received_at, receipt)
SELECT asked.id, a.sequence, a.response, a.received_at, a.receipt
FROM asked JOIN assessments_attemptquestion q ON q.place = asked.place AND q.attempt_id = %s
JOIN assessments_answer a ON a.asked_id = q.id
"""


def test_the_preview_counts_every_result_however_many(
    cast: Cast, sit: Callable[..., Attempt], wrong: QuestionVersion, now: datetime
) -> None:
    first = sit(cast.learner, single=["a"], fill="tea", numeric="7")
    with connection.cursor() as cursor:
        cursor.execute(MORE, [2500, first.pk, first.pk, first.pk])
    made = services.preview_correction(
        version=wrong, kind="key", key={"options": ["a"]}, reason="Why", actor=cast.creator, at=now
    )
    assert (made.report["results"], made.report["changing"], made.report["pass_now"]) == (2501, 2501, 2501)


@pytest.mark.parametrize("pass_by", ["total", "section"])
def test_what_was_previewed_is_what_happens(
    cast: Cast,
    sit: Callable[..., Attempt],
    make_paper: Callable[..., PaperVersion],
    correct: Callable[..., Correction],
    pass_by: str,
    questions: list[QuestionVersion],
) -> None:
    settings = {"pass_by": pass_by, "negative_percent": 25, "partial_credit": True, "attempts_allowed": 10}
    paper = make_paper(**settings)
    PaperSection.objects.filter(version=paper).update(cut_off_percent=60)
    given: list[dict[str, Any]] = [
        {}, {"single": ["a"]}, {"single": None}, {"single": ["c"], "fill": "tea"}, {"multiple": ["a"], "numeric": "7"},
        {"single": ["a"], "multiple": ["b"], "fill": "tea"}, {"single": ["a"], "fill": None, "numeric": "7"},
    ]  # fmt: skip
    for answers in given:
        sit(cast.learner, paper=paper, **answers)
    # The first may lower nobody, so that results stand by a key that counts no longer when the second is reckoned.
    correct()
    for changes in (
        {"version": questions[3], "key": {"number": "7"}, "only_upwards": False},
        {"kind": "void", "key": {}},
    ):
        before = dict(Attempt.objects.values_list("pk", "percent"))
        done = correct(**changes)
        after = dict(Attempt.objects.values_list("pk", "percent"))
        assert done.report["results"] == len(given)
        assert done.report["changing"] == Regrade.objects.filter(correction=done).count()
        moved = [after[key] - before[key] for key in after]
        assert done.report["rising"] >= sum(one > 0 for one in moved) > 0
        assert done.report["falling"] >= sum(one < 0 for one in moved)
        assert done.report["rising"] + done.report["falling"] == done.report["changed"]


def test_a_void_question_gives_everybody_its_marks_now_and_later(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction]
) -> None:
    attempt = sit(cast.learner, single=["c"])
    correct(kind="void", key={})
    attempt.refresh_from_db()
    assert str(attempt.percent) == "100.00"
    assert str(sit(cast.learner2, single=None).percent) == "100.00"


def test_a_further_answer_is_accepted_beside_the_first(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction]
) -> None:
    by_key, by_other = sit(cast.learner), sit(cast.learner2, single=["a"])
    correct(key={"options": ["a", "b"]})
    for attempt in (by_key, by_other):
        attempt.refresh_from_db()
        assert str(attempt.percent) == "100.00"


def test_the_question_itself_gets_the_right_key(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction], wrong: QuestionVersion
) -> None:
    sit(cast.learner)
    correct()
    newest = wrong.question.versions.order_by("-number")[0]
    assert (newest.number, newest.key, newest.stem) == (2, {"options": ["a"]}, wrong.stem)


def test_marking_again_twice_changes_nothing_more(
    cast: Cast, sit: Callable[..., Attempt], correct: Callable[..., Correction], now: datetime
) -> None:
    sit(cast.learner, single=["a"])
    done = correct()
    services.regrade_some(correction=done, after=0, at=now)
    assert Regrade.objects.count() == 1
    assert Notice.objects.filter(kind="assessments.result_corrected").count() == 1


def test_a_hundred_at_a_time_and_the_rest_follows(
    cast: Cast, sit: Callable, correct: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BATCH", 1)
    for person in (cast.learner, cast.learner2, cast.manager):
        sit(person, single=["a"])
    done = correct()
    assert (done.state, done.report["looked_at"], done.report["changed"]) == ("done", 3, 3)


def test_who_asks_does_not_approve(
    cast: Cast, sit: Callable[..., Attempt], wrong: QuestionVersion, now: datetime
) -> None:
    sit(cast.learner)
    both = cast.grant(cast.creator, "content_publisher", cast.istm)
    made = services.preview_correction(version=wrong, kind="void", key={}, reason="Why", actor=both, at=now)
    services.ask_for_correction(correction=made, actor=both, at=now)
    with pytest.raises((Denied, Refused)):
        approvals.approve(request=Request.objects.get(subject_id=made.public_id), actor=both, at=now)
    with pytest.raises(Conflict):
        services.ask_for_correction(correction=made, actor=both, at=now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"key": {"options": ["b"]}}, "key"),
        ({"key": {"options": ["z"]}}, "key"),
        ({"key": {"options": ["a", "b", "c"]}}, "key"),
        ({"kind": "other"}, "kind"),
    ],
)
def test_what_cannot_be_a_correction_is_refused(
    cast: Cast, sit: Callable, wrong: QuestionVersion, now: datetime, changes: dict[str, Any], field: str
) -> None:
    sit(cast.learner)
    values = {"kind": "key", "key": {"options": ["a"]}, "reason": "Why", **changes}
    with pytest.raises(Refused) as refusal:
        services.preview_correction(version=wrong, actor=cast.creator, at=now, **values)
    assert field in refusal.value.fields


def test_nobody_marked_means_nothing_to_correct(cast: Cast, wrong: QuestionVersion, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        services.preview_correction(version=wrong, kind="void", key={}, reason="Why", actor=cast.creator, at=now)
    assert refusal.value.code == "nothing_marked"


def test_from_the_question_to_the_corrected_result_on_pages(
    cast: Cast, sit: Callable, wrong: QuestionVersion, sign_in: Callable[..., Client], drain: Callable
) -> None:
    attempt = sit(cast.learner, single=["a"], fill="tea", numeric="7")
    creator, publisher = sign_in(cast.creator), sign_in(cast.publisher)
    base = "/o/istm"
    way = f"{base}/questions/versions/{wrong.public_id}/correct/"
    assert way in creator.get(f"{base}/questions/{wrong.question.public_id}/").content.decode()
    refused = creator.post(way, {"kind": "key", "key": ["b"], "reason": "The rule says a."})
    assert refused.status_code == 422 and "The rule says a." in refused.content.decode()
    preview = creator.post(way, {"kind": "key", "key": ["a"], "reason": "The rule says a."}).url
    assert "Ask for approval" in creator.get(preview).content.decode()
    assert publisher.post(preview).status_code == 403
    creator.post(preview)
    request = Request.objects.get(subject_id=preview.strip("/").rpartition("/")[2])
    decided = publisher.get(f"/approvals/{request.public_id}/").content.decode()
    assert "Pass now" in decided
    with subtree(cast.istm):
        approvals.approve(request=request, actor=cast.publisher, at=request.requested_at)
    assert "htmx.min" in creator.get(preview).content.decode()  # the page that says how far it is asks again by itself
    drain()
    assert "1 of 1 results looked at, 1 changed." in creator.get(preview).content.decode()
    assert wrong.stem in creator.get(f"{base}/corrections/").content.decode()
    result = sign_in(cast.learner).get(f"/attempts/{attempt.public_id}/result/").content.decode()
    assert "before: 40 %" in " ".join(result.split()) and "The rule says a." in result
