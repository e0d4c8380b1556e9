"""Attempts over the API."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assessments.attempts import queries, services
from assessments.attempts.models import Answer, Attempt
from igot.kernel.clock import now as present
from tests.assessments.conftest import answers_of, places
from tests.cast import Cast

SignIn = Callable[..., Client]


def put(browser: Client, attempt: Attempt, place: int, **body: Any) -> Any:
    url = f"/api/v1/attempts/{attempt.public_id}/answers/{place}/"
    return browser.put(url, json.dumps(body), "application/json")


def submit(browser: Client, attempt: Attempt, **answers: Any) -> Any:
    return browser.post(
        f"/api/v1/attempts/{attempt.public_id}/submit/", json.dumps({"answers": answers}), "application/json"
    )


def test_an_answer_is_kept_with_a_receipt(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    place = places(live)["single"]
    answer = put(sign_in(cast.learner), live, place, response=["2"], sequence=1)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["response"], body["sequence"], body["latest_sequence"], len(body["receipt"])) == (["2"], 1, 1, 16)
    kept = answers_of(live)[place].response
    asked = next((one for one in queries.questions_of(live) if one.place == place), None)
    assert asked is not None
    assert kept == [asked.option_order[1]]


def test_repeating_an_answer_gives_the_same_receipt(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser, place = sign_in(cast.learner), places(live)["fill"]
    receipts = {put(browser, live, place, response="noting", sequence=1).json()["receipt"] for _twice in range(2)}
    assert len(receipts) == 1
    assert Answer.objects.count() == 1


def test_another_answer_under_the_same_sequence_is_a_problem(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser, place = sign_in(cast.learner), places(live)["fill"]
    put(browser, live, place, response="noting", sequence=1)
    answer = put(browser, live, place, response="drafting", sequence=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "sequence_used")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_no_number_is_kept_with_advice(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    body = put(sign_in(cast.learner), live, places(live)["numeric"], response="one lakh", sequence=1).json()
    assert "This is not a number." in body["advice"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"response": ["9"], "sequence": 1}, "response"),
        ({"response": "2", "sequence": 1}, "response"),
        ({"response": ["2"], "sequence": 0}, "sequence"),
        ({"response": ["2"]}, "sequence"),
        ({"sequence": 1}, "response"),
    ],
)
def test_a_wrong_body_names_its_field(
    live: Attempt, cast: Cast, sign_in: SignIn, body: dict[str, Any], field: str
) -> None:
    answer = put(sign_in(cast.learner), live, places(live)["single"], **body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_an_answer_after_the_deadline_is_refused_with_a_clear_message(
    begin: Callable[..., Attempt], cast: Cast, sign_in: SignIn
) -> None:
    overdue = begin(at=present() - timedelta(hours=1))
    answer = put(sign_in(cast.learner), overdue, places(overdue)["fill"], response="noting", sequence=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "time_over")
    assert "The time is over." in answer.json()["detail"]


def test_handing_in_keeps_the_visible_answers_and_repeats_its_result(
    live: Attempt, cast: Cast, sign_in: SignIn
) -> None:
    browser, place = sign_in(cast.learner), places(live)["fill"]
    first = submit(browser, live, **{str(place): "noting"}).json()
    assert (first["state"], first["marks"], first["percent"], first["questions"]) == ("released", "2.00", "20.00", [])
    assert submit(browser, live).json() == first


def test_the_attempt_shows_what_was_answered_and_the_seconds_left(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    services.answer(attempt=live, place=places(live)["fill"], response="noting", sequence=3, at=present())
    body = sign_in(cast.learner).get(f"/api/v1/attempts/{live.public_id}/").json()
    asked = next(asked for asked in body["questions"] if asked["kind"] == "fill")
    assert (asked["text"], asked["sequence"], asked["answered"]) == ("noting", 3, True)
    assert 1700 < body["seconds_left"] <= 1800
    assert body["percent"] is None


def test_another_persons_attempt_is_not_found(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.learner2, cast.stranger, cast.admin):
        browser = sign_in(person)
        assert browser.get(f"/api/v1/attempts/{live.public_id}/").status_code == 404
        assert put(browser, live, 1, response=None, sequence=1).status_code == 404
        assert submit(browser, live).status_code == 404


def test_a_signed_out_caller_is_turned_away(live: Attempt, sign_in: SignIn) -> None:
    answer = sign_in(None).get(f"/api/v1/attempts/{live.public_id}/")
    assert answer.status_code in (401, 403)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_answer_stays_within_its_query_budget(
    live: Attempt, cast: Cast, sign_in: SignIn, assert_queries: Callable[..., Any]
) -> None:
    browser, place = sign_in(cast.learner), places(live)["fill"]
    put(browser, live, place, response="a", sequence=1)
    with assert_queries("api_attempt_answer"):
        put(browser, live, place, response="noting", sequence=2)
