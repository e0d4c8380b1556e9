"""Each way of saying no has a page that says what happened and what to do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from rest_framework.decorators import api_view

from igot.kernel.errors import Conflict, Denied, NotFound, Refused
from tests.cast import Cast

SignIn = Callable[..., Client]
TOO_LATE = Refused("Too late.", field="due")
REFUSALS = {"lost": NotFound(), "denied": Denied(), "refused": TOO_LATE, "conflict": Conflict()}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@api_view(["GET"])
def api_away(request: Any) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    path("test/away/", away),
    path("test/broken/", broken),
    path("test/<str:kind>/", refuse),
    path("api/v1/test/away/", api_away),
    path("", include("igot.urls")),
]
handler404 = "igot.web.errors.not_found"
handler500 = "igot.web.errors.server_error"
pytestmark = pytest.mark.urls("tests.web.test_refusals")


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    client = sign_in(cast.learner)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("kind", "status"), [("lost", 404), ("denied", 403), ("refused", 422), ("conflict", 409)])
def test_a_refusal_becomes_a_page_with_its_status(browser: Client, kind: str, status: int) -> None:
    answer = browser.get(f"/test/{kind}/")
    assert answer.status_code == status
    assert answer.content.decode().count("<h1>") == 1


def test_a_refusal_says_its_own_words(browser: Client) -> None:
    assert "Too late." in browser.get("/test/refused/").content.decode()


def test_not_there_and_not_yours_look_the_same(browser: Client) -> None:
    def text(page: str) -> str:
        return browser.get(page).content.decode().split("<main")[1].split("</main>")[0]

    assert text("/test/lost/") == text("/no/such/page/")


def test_htmx_gets_a_remark_where_messages_are_read_out(browser: Client) -> None:
    answer = browser.get("/test/denied/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def test_a_database_that_is_away_is_said_so_and_when_to_come_back(browser: Client) -> None:
    answer = browser.get("/test/away/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "Try again" in answer.content.decode()


def test_what_was_sent_while_the_database_was_away_stays_on_the_page(browser: Client) -> None:
    answer = browser.post("/test/away/", {"title": 'Annual "plan"', "password": "hunter2"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 'name="title" value="Annual &quot;plan&quot;"' in page
    assert "hunter2" not in page


def test_the_api_answers_a_problem_when_the_database_is_away(browser: Client) -> None:
    answer = browser.get("/api/v1/test/away/")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "15"
    assert json.loads(answer.content)["code"] == "unavailable"


def test_an_unknown_address_of_the_api_is_a_problem_too(browser: Client) -> None:
    answer = browser.get("/api/v1/no/such/thing/")
    assert answer.status_code == 404
    assert json.loads(answer.content)["code"] == "not_found"


def test_our_own_mistake_names_the_number_it_was_recorded_under(browser: Client) -> None:
    answer = browser.get("/test/broken/", headers={"X-Correlation-ID": "number-4711"})
    assert answer.status_code == 500
    assert "number-4711" in answer.content.decode()


class DatabaseGone:
    """A middleware in which the database goes away before any view is reached, as it does while it restarts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError("the database system is starting up")


def test_a_database_that_is_away_before_the_view_is_said_so_too(browser: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.test_refusals.DatabaseGone"]
    answer = browser.get("/help/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "Try again" in answer.content.decode()
