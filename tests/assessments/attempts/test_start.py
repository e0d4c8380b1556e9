from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from assessments.attempts import queries, services
from assessments.attempts.models import Attempt
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from igot.kernel.tenancy import everywhere
from tests.assessments.conftest import CONTEXT
from tests.cast import Cast

DESK = ("tests.desk", "desk-1")


def test_the_servers_clock_sets_the_deadline(attempt: Attempt, now: datetime) -> None:
    assert attempt.state == Attempt.State.IN_PROGRESS
    assert attempt.deadline_at == now + timedelta(minutes=30)
    assert attempt.max_marks == 10
    assert FactRow.objects.filter(kind="assessments.AttemptStarted", subject_id=str(attempt.public_id)).count() == 1


def test_a_paper_without_a_time_limit_has_no_deadline(
    begin: Callable[..., Attempt], make_paper: Callable[..., PaperVersion]
) -> None:
    assert begin(version=make_paper(minutes=None)).deadline_at is None


def test_starting_again_resumes_the_attempt_under_way(begin: Callable[..., Attempt], now: datetime) -> None:
    first = begin()
    assert begin(at=now + timedelta(minutes=5)) == first
    assert Attempt.objects.count() == 1


def test_the_order_is_drawn_from_the_seed_and_stays(begin: Callable[..., Attempt], attempt: Attempt) -> None:
    from assessments.attempts.drawing import draw
    from assessments.papers.queries import outline

    kept = [(asked.question_id, asked.option_order) for asked in queries.questions_of(attempt)]
    again = draw(attempt, outline(attempt.version), shuffle=True)
    assert [(asked.question_id, asked.option_order) for asked in again] == kept
    orders = set()
    for seed in range(20):
        attempt.seed = seed
        orders.add(tuple(asked.question_id for asked in draw(attempt, outline(attempt.version), shuffle=True)))
    assert len(orders) > 5


def test_without_shuffling_the_order_is_the_papers(
    begin: Callable[..., Attempt], make_paper: Callable[..., PaperVersion], questions: list[Any]
) -> None:
    attempt = begin(version=make_paper(shuffle=False))
    assert [asked.question_id for asked in queries.questions_of(attempt)] == [question.pk for question in questions]
    assert queries.questions_of(attempt)[0].option_order == ["a", "b", "c"]


def test_true_and_false_are_never_exchanged(begin: Callable[..., Attempt], paper: PaperVersion) -> None:
    orders = [
        asked.option_order
        for number in range(8)
        for asked in queries.questions_of(begin(context_id=f"desk-{number}"))
        if asked.question.kind == "true_false"
    ]
    assert orders == [["true", "false"]] * 8


def test_all_attempts_used_up_is_refused(
    begin: Callable[..., Attempt], cast: Cast, paper: PaperVersion, now: datetime
) -> None:
    for _ in range(2):
        services.submit(attempt=begin(), at=now)
    assert queries.attempts_left(cast.learner, paper, *DESK) == 0
    with pytest.raises(Refused) as refusal:
        begin()
    assert refusal.value.code == "attempts_used_up"


def test_a_second_attempt_waits_until_the_cool_down_is_over(
    begin: Callable[..., Attempt], make_paper: Callable[..., PaperVersion], cast: Cast, now: datetime
) -> None:
    version = make_paper(cool_down_hours=24)
    services.submit(attempt=begin(version=version), at=now)
    with pytest.raises(Refused) as refusal:
        begin(version=version, at=now + timedelta(hours=23, minutes=59))
    assert refusal.value.code == "cooling_down"
    assert queries.standing(cast.learner, *DESK).next_possible_at(version) == now + timedelta(hours=24)
    assert begin(version=version, at=now + timedelta(hours=24)).number == 2


def test_a_draft_cannot_be_attempted(
    begin: Callable[..., Attempt], paper: PaperVersion, cast: Cast, now: datetime
) -> None:
    draft = papers.next_draft(paper=paper.paper, actor=cast.creator, at=now)
    with pytest.raises(Refused) as refusal:
        begin(version=draft)
    assert refusal.value.code == "not_published"


def test_an_overdue_attempt_is_handed_in_before_the_next_begins(begin: Callable[..., Attempt], now: datetime) -> None:
    first = begin()
    second = begin(at=now + timedelta(hours=2))
    first.refresh_from_db()
    assert (first.state, first.submitted_how) == (Attempt.State.RELEASED, "expired")
    assert second.number == 2


def test_the_frozen_paper_outlives_a_new_version_of_its_question(
    attempt: Attempt, cast: Cast, questions: list[Any], now: datetime
) -> None:
    from assessments.bank import services as bank

    bank.revise_question(
        question=questions[4].question, kind="fill", stem="Changed", options=[], key={"texts": ["x"]},
        actor=cast.creator, at=now,
    )  # fmt: skip
    assert "Changed" not in {asked.question.stem for asked in queries.questions_of(attempt)}


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_start_at_once_share_one_attempt(cast: Cast, paper: PaperVersion, now: datetime) -> None:
    learner = cast.learner
    barrier, begun = Barrier(2), []

    def press() -> None:
        try:
            barrier.wait(10)
            with everywhere():
                begun.append(services.start(learner=learner, version=paper, at=now, **CONTEXT).pk)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(begun) == 2
    assert len(set(begun)) == 1
    with everywhere():
        assert Attempt.objects.count() == 1
