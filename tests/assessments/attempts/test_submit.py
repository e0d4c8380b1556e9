from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from assessments.attempts import contexts, queries, services
from assessments.attempts.models import Answer, Attempt
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from assessments.papers.services import SectionDraft
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from igot.kernel.tenancy import everywhere
from tests.assessments.conftest import CONTEXT, all_right, answers_of, places
from tests.cast import Cast


@pytest.fixture
def told() -> Iterator[list[tuple[Attempt, datetime]]]:
    """What the attempt's context was told."""
    heard: list[tuple[Attempt, datetime]] = []
    contexts.register(
        contexts.AttemptContext(kind="tests.desk", on_graded=lambda *, attempt, at: heard.append((attempt, at)))
    )
    yield heard
    del contexts.CONTEXTS["tests.desk"]


def graded_facts() -> int:
    return FactRow.objects.filter(kind="assessments.AttemptGraded").count()


def test_a_perfect_paper_passes_with_a_hundred_percent(attempt: Attempt, now: datetime) -> None:
    done = services.submit(attempt=attempt, answers=all_right(attempt), at=now)
    assert (done.percent, done.passed, done.marks, done.submitted_how) == (100, True, 10, "learner")
    assert done.state == Attempt.State.RELEASED
    assert {asked.outcome for asked in queries.questions_of(done)} == {"right"}
    assert graded_facts() == 1


def test_what_is_visible_is_saved_before_it_is_marked(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["single"]
    services.answer(attempt=attempt, place=place, response=["a"], sequence=4, at=now)
    done = services.submit(attempt=attempt, answers={place: ["b"]}, at=now)
    kept = answers_of(done)[place]
    assert (kept.response, kept.sequence) == (["b"], 5)
    assert done.marks == 2


def test_answers_that_are_not_visible_keep_what_was_saved(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["fill"]
    services.answer(attempt=attempt, place=place, response="NOTING", sequence=1, at=now)
    assert services.submit(attempt=attempt, answers={}, at=now).marks == 2


def test_a_second_submit_changes_nothing(attempt: Attempt, now: datetime) -> None:
    first = services.submit(attempt=attempt, answers=all_right(attempt), at=now)
    second = services.submit(attempt=attempt, answers={1: None}, at=now + timedelta(minutes=1))
    assert (second.pk, second.percent, second.submitted_at) == (first.pk, 100, now)
    assert graded_facts() == 1


def test_a_submit_after_the_grace_counts_as_expired_without_the_late_answers(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["fill"]
    services.answer(attempt=attempt, place=place, response="noting", sequence=1, at=now)
    done = services.submit(attempt=attempt, answers=all_right(attempt), at=now + timedelta(minutes=33))
    assert (done.submitted_how, done.submitted_at, done.marks) == ("expired", attempt.deadline_at, 2)
    assert Answer.objects.count() == 1


def test_a_submit_within_the_grace_counts(attempt: Attempt, now: datetime) -> None:
    done = services.submit(attempt=attempt, answers=all_right(attempt), at=now + timedelta(minutes=31))
    assert (done.submitted_how, done.percent) == ("learner", 100)


def test_the_organisation_at_the_time_is_kept(attempt: Attempt, cast: Cast, now: datetime) -> None:
    services.submit(attempt=attempt, at=now)
    services.move_attempts(learner_id=str(cast.learner.public_id), organisation_id=str(cast.pers.public_id))
    attempt.refresh_from_db()
    assert (attempt.organisation, attempt.organisation_at) == (cast.pers, cast.dopt)


def test_the_context_hears_of_the_result_in_the_same_transaction(
    attempt: Attempt, told: list[tuple[Attempt, datetime]], now: datetime
) -> None:
    done = services.submit(attempt=attempt, at=now)
    assert [(heard.pk, heard.passed, at) for heard, at in told] == [(done.pk, False, now)]


def test_when_the_context_fails_nothing_is_marked(attempt: Attempt, now: datetime) -> None:
    def fail(*, attempt: Attempt, at: datetime) -> None:
        raise RuntimeError("the course could not decide")

    contexts.register(contexts.AttemptContext(kind="tests.desk", on_graded=fail))
    try:
        with pytest.raises(RuntimeError):
            services.submit(attempt=attempt, answers=all_right(attempt), at=now)
    finally:
        del contexts.CONTEXTS["tests.desk"]
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.IN_PROGRESS
    assert graded_facts() == 0


def test_the_best_attempt_is_a_passed_one_with_the_highest_percentage(
    begin: Callable[..., Attempt], cast: Cast, now: datetime
) -> None:
    passed = begin()
    services.submit(attempt=passed, answers=all_right(passed), at=now)
    services.submit(attempt=begin(), at=now)
    best = queries.best(cast.learner, "tests.desk", "desk-1")
    assert best is not None
    assert (best.number, best.percent) == (1, Decimal(100))


def test_a_paper_by_sections_names_the_section_that_was_missed(
    begin: Callable[..., Attempt], cast: Cast, questions: list, now: datetime
) -> None:
    version = papers.create_paper(
        organisation=cast.istm, title="By section", pass_by="section", actor=cast.creator, at=now
    )
    drafts = [
        SectionDraft(title="Rules", items=[(questions[0], 1)], cut_off_percent=0),
        SectionDraft(title="Practice", items=[(questions[4], 1)], cut_off_percent=50),
    ]
    papers.set_sections(version=version, sections=drafts, actor=cast.creator, at=now)
    papers.publish_paper(version=version, actor=cast.creator, at=now)
    attempt = begin(version=version)
    done = services.submit(attempt=attempt, answers={1: ["b"]}, at=now)
    assert not done.passed
    assert [(row["title"], row["passed"]) for row in done.result["sections"]] == [("Rules", True), ("Practice", False)]


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_give_one_result(cast: Cast, paper: PaperVersion, now: datetime) -> None:
    with everywhere():
        attempt = services.start(learner=cast.learner, version=paper, at=now, **CONTEXT)
        answers = all_right(attempt)
    barrier, done = Barrier(4), []

    def press(number: int) -> None:
        try:
            barrier.wait(10)
            with everywhere():
                done.append(services.submit(attempt=attempt, answers=answers if number % 2 else {}, at=now).percent)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == 4
    assert len(set(done)) == 1
    assert graded_facts() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_given_while_another_tab_hands_in_counts_or_is_refused(
    cast: Cast, paper: PaperVersion, now: datetime
) -> None:
    with everywhere():
        attempt = services.start(learner=cast.learner, version=paper, at=now, **CONTEXT)
        answers = all_right(attempt)
    place, response = next(iter(answers.items()))
    barrier, said = Barrier(2), []

    def press(hands_in: bool) -> None:
        try:
            barrier.wait(10)
            with everywhere():
                if hands_in:
                    services.submit(attempt=attempt, answers={}, at=now)
                else:
                    services.answer(attempt=attempt, place=place, response=response, sequence=1, at=now)
                    said.append("kept")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=press, args=(hands_in,)) for hands_in in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(said) == 1
    with everywhere():
        marked = next(asked for asked in queries.questions_of(attempt) if asked.place == place)
        assert (marked.outcome == "right") == (said == ["kept"])
    assert graded_facts() == 1
