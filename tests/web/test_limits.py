"""Guessing is slow: failed sign-ins are counted by account and by address, API calls by caller."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from igot.kernel.api.throttling import PerCaller
from tests.cast import PASSWORD, Cast

TOO_MANY = "Too many failed login attempts"


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip"}
    cache.clear()
    yield
    cache.clear()


def sign_in_from(address: str, email: str, password: str, **more: str) -> str:
    client = Client(REMOTE_ADDR=address, headers=more)
    return client.post("/accounts/login/", {"login": email, "password": password}, follow=True).content.decode()


@pytest.fixture
def known(cast: Cast) -> str:
    cast.learner.set_password(PASSWORD)
    cast.learner.save()
    return cast.learner.email


@pytest.mark.usefixtures("limits")
def test_an_account_is_closed_to_guesses_from_anywhere_even_to_the_right_one(known: str) -> None:
    for number in range(5):
        assert TOO_MANY not in sign_in_from(f"10.0.0.{number}", known, "wrong")
    assert TOO_MANY in sign_in_from("10.0.0.9", known, "wrong")
    assert TOO_MANY in sign_in_from("10.0.0.10", known, PASSWORD)


@pytest.mark.usefixtures("limits")
def test_an_address_cannot_go_through_the_accounts_whatever_it_says_of_itself(known: str) -> None:
    for number in range(10):
        sign_in_from("10.0.0.1", f"somebody{number}@test.example", "wrong", x_forwarded_for=f"10.1.1.{number}")
    assert TOO_MANY in sign_in_from("10.0.0.1", known, "wrong", x_forwarded_for="10.1.1.99")
    assert TOO_MANY not in sign_in_from("10.0.0.2", known, "wrong")


@pytest.mark.usefixtures("limits")
def test_behind_a_proxy_the_address_it_saw_counts_and_not_the_proxys(known: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in_from("10.0.0.1", f"somebody{number}@test.example", "wrong", x_forwarded_for=f"1.1.1.{number}, 10.9.9.9")
    assert TOO_MANY in sign_in_from("10.0.0.1", known, "wrong", x_forwarded_for="2.2.2.2, 10.9.9.9")
    assert TOO_MANY not in sign_in_from("10.0.0.1", known, "wrong", x_forwarded_for="10.8.8.8")


def test_strangers_to_the_api_are_counted_by_address_whatever_they_say_of_themselves(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerCaller, "THROTTLE_RATES", {"caller": "100/min", "anonymous": "3/min"})
    cache.clear()
    answers = [
        client.get("/api/v1/schema/", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(4)
    ]
    assert answers == [200, 200, 200, 429]
    cache.clear()


def test_guessing_a_clients_secret_is_stopped_by_address(client: Client, db: None) -> None:
    cache.clear()
    asked = {"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "guess"}
    answers = [client.post("/oauth/token/", asked, headers={"X-Forwarded-For": f"1.1.1.{n}"}) for n in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {401}
    assert (answers[30].status_code, int(answers[30]["Retry-After"]) > 0) == (429, True)
    cache.clear()


def _told(answer: Any, address: str) -> str:
    page = re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", answer.content.decode())
    return " ".join(page.replace(address, "").split())


@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/password/reset/"])
def test_nobody_is_told_who_is_registered(cast: Cast, page: str) -> None:
    cast.dopt.email_domains = ["test.example"]
    cast.dopt.save()
    told = set()
    for address in (cast.learner.email, "nobody@test.example"):
        values = {"name": "New", "email": address, "password1": "long-enough-77-x", "password2": "long-enough-77-x"}
        answer = Client().post(page, values, follow=True)
        assert answer.redirect_chain
        told.add((answer.redirect_chain[-1], _told(answer, address)))
    assert len(told) == 1
