from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from assessments.attempts.models import Attempt
from igot.accounts import services as accounts
from igot.kernel.clock import now as present
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


def test_until_then_its_learner_is_asked_to_wait_and_no_answer_is_lost(
    live: Attempt, cast: Cast, sign_in: Callable[..., Client], drain: Callable[..., int]
) -> None:
    drain()
    accounts.transfer(
        user=cast.learner, organisation=cast.exp, designation=cast.section_officer, starts_on=present().date(),
        actor=None, at=present(),
    )  # fmt: skip
    cast.learner.refresh_from_db()
    browser, way = sign_in(cast.learner), f"/attempts/{live.public_id}/"
    for page in (way, f"{way}result/"):
        assert "following you" in browser.get(page).content.decode()
    put = {
        "path": f"/api/v1{way}answers/1/",
        "data": '{"response": null, "sequence": 1}',
        "content_type": "application/json",
    }
    assert browser.put(**put).status_code == 503
    drain()
    assert browser.put(**put).status_code == 200
