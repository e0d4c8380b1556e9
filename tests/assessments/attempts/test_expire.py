from collections.abc import Callable
from datetime import datetime, timedelta

from assessments.attempts import contexts, services, tasks
from assessments.attempts.models import Attempt
from igot.celery import app
from igot.kernel.tenancy import everywhere
from tests.assessments.conftest import all_right, places
from tests.cast import Cast


def test_the_worker_hands_in_what_is_overdue(begin: Callable[..., Attempt], cast: Cast, now: datetime) -> None:
    overdue, other = begin(), begin(learner=cast.learner2, at=now + timedelta(minutes=10))
    services.answer(attempt=overdue, place=places(overdue)["fill"], response="noting", sequence=1, at=now)
    assert services.expire_due(at=now + timedelta(minutes=32)) == 0
    assert services.expire_due(at=now + timedelta(minutes=33)) == 1
    overdue.refresh_from_db()
    other.refresh_from_db()
    assert (overdue.state, overdue.submitted_how, overdue.marks) == (Attempt.State.RELEASED, "expired", 2)
    assert overdue.submitted_at == overdue.deadline_at
    assert other.state == Attempt.State.IN_PROGRESS


def test_reading_an_overdue_attempt_hands_it_in(attempt: Attempt, now: datetime) -> None:
    assert services.current(attempt=attempt, at=now).state == Attempt.State.IN_PROGRESS
    late = services.current(attempt=attempt, at=now + timedelta(hours=1))
    assert (late.state, late.submitted_how) == (Attempt.State.RELEASED, "expired")


def test_one_that_cannot_be_marked_does_not_hold_up_the_others(
    begin: Callable[..., Attempt], cast: Cast, now: datetime
) -> None:
    broken, sound = begin(), begin(learner=cast.learner2, at=now + timedelta(seconds=1))

    def fail(*, attempt: Attempt, at: datetime) -> None:
        if attempt.pk == broken.pk:
            raise RuntimeError("the course could not decide")

    contexts.register(contexts.AttemptContext(kind="tests.desk", on_graded=fail))
    try:
        assert services.expire_due(at=now + timedelta(hours=1)) == 1
    finally:
        del contexts.CONTEXTS["tests.desk"]
    sound.refresh_from_db()
    assert sound.state == Attempt.State.RELEASED


def test_an_attempt_without_a_limit_never_expires(
    begin: Callable[..., Attempt], make_paper: Callable, now: datetime
) -> None:
    attempt = begin(version=make_paper(minutes=None))
    assert services.expire_due(at=now + timedelta(days=400)) == 0
    assert services.submit(attempt=attempt, answers=all_right(attempt), at=now + timedelta(days=400)).passed


def test_the_task_works_without_a_scope_and_stands_in_the_schedule(
    begin: Callable[..., Attempt], now: datetime
) -> None:
    begin(at=now - timedelta(days=900))
    tasks.expire_due()
    with everywhere():
        assert Attempt.objects.get().submitted_how == "expired"
    assert "assessments.attempts.tasks.expire_due" in {entry["task"] for entry in app.conf.beat_schedule.values()}
