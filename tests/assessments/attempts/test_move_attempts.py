from collections.abc import Callable
from datetime import datetime, timedelta

from assessments.attempts.models import Attempt
from igot.accounts import services as accounts
from tests.cast import Cast


def test_attempts_follow_a_person_who_is_transferred(
    attempt: Attempt, cast: Cast, now: datetime, drain: Callable[..., int]
) -> None:
    accounts.transfer(
        user=cast.learner,
        organisation=cast.exp,
        designation=cast.section_officer,
        starts_on=(now + timedelta(days=1)).date(),
        actor=None,
        at=now + timedelta(days=1),
    )
    drain()
    attempt.refresh_from_db()
    assert attempt.organisation == cast.exp
    drain()
    assert Attempt.objects.get().organisation == cast.exp
