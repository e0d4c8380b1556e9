"""My iGOT answers at a glance."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.test import Client

from tests.cast import Cast

SignIn = Callable[..., Client]


def test_a_stranger_to_the_site_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_a_newcomer_sees_what_to_do_next(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.learner).get("/").content.decode()
    assert "Nothing is due" in page
    assert "/catalogue/" in page


def test_what_is_asked_shows_who_ordered_it(cast: Cast, sign_in: SignIn, published_plan: Any) -> None:
    page = sign_in(cast.learner).get("/").content.decode()
    assert "Ordered by Department of Personnel and Training" in page


def test_an_administrator_sees_what_waits_for_a_decision(cast: Cast, sign_in: SignIn, submitted_plan: Any) -> None:
    assert "Waiting for your decision" in sign_in(cast.reviewer).get("/").content.decode()
    assert "Waiting for your decision" not in sign_in(cast.learner).get("/").content.decode()


def test_it_takes_at_most_twelve_queries(
    cast: Cast, sign_in: SignIn, published_plan: Any, assert_queries: Callable[[str], AbstractContextManager[None]]
) -> None:
    client = sign_in(cast.learner)
    client.get("/")
    with assert_queries("home"):
        client.get("/")


def test_a_course_that_two_plans_ask_for_stands_there_once(
    cast: Cast, sign_in: SignIn, published_plan: Any, second_plan: Any
) -> None:
    page = sign_in(cast.learner).get("/").content.decode()
    assert page.count('class="sheet-margin"') == 1
    assert "Also asked by" in page and second_plan.plan.kind == "special"
