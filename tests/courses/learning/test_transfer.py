"""Between a transfer and the worker that lets the records follow."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from courses.authoring.models import Course
from courses.learning.models import Enrolment
from igot.accounts import services as accounts
from tests.cast import Cast


def test_what_is_following_says_so_and_comes(
    cast: Cast,
    make_course: Callable[..., Course],
    begin: Callable[[Course], Enrolment],
    sign_in: Callable[..., Client],
    now: datetime,
    drain: Callable[..., Any],
    scope_everywhere: None,
) -> None:
    course = make_course("page")
    enrolment = begin(course)
    drain()
    accounts.transfer(
        user=cast.learner, organisation=cast.exp, designation=cast.section_officer, starts_on=now.date(),
        actor=None, at=now,
    )  # fmt: skip
    cast.learner.refresh_from_db()
    browser, url = sign_in(cast.learner), f"/learn/{enrolment.public_id}/"
    waiting = browser.get(url)
    assert (waiting.status_code, waiting["Refresh"]) == (503, "5")
    assert "following you" in waiting.content.decode()
    assert "following you" in browser.get("/learning/").content.decode()
    assert browser.post(f"/courses/{course.slug}/enrol/").status_code == 503
    sent = browser.post(f"/api/v1/me/enrolments/{enrolment.public_id}/events/", json.dumps({"events": []}),
                        "application/json")  # fmt: skip
    assert (sent.status_code, sent.json()["code"]) == (503, "on_its_way")
    assert sign_in(cast.learner2).get(url).status_code == 404
    drain()
    assert browser.get(url).status_code in (200, 302)
    assert Enrolment.objects.get().organisation == cast.exp
