"""Clients reach the subtree they were registered for."""

import base64
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from igot.accounts import services
from igot.accounts.models import ApiClient, User
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


def token_of(client_id: str, secret: str, scope: str = "") -> dict:
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    return json.loads(Client().post("/oauth/token/", form, headers={"Authorization": f"Basic {basic}"}).content)


@pytest.fixture
def bearer(cast: Cast, now: datetime) -> dict[str, str]:
    registered, secret = services.register_client(
        name="e-HRMS", organisation=cast.dopt, scopes=["organisations:read"], actor=None, at=now
    )
    return {"Authorization": f"Bearer {token_of(registered.client_id, secret)['access_token']}"}


def test_a_client_sees_its_subtree(cast: Cast, bearer: dict[str, str]) -> None:
    assert cast.istm and cast.exp
    found = Client().get("/api/v1/organisations/", headers=bearer).json()["results"]
    assert [place["code"] for place in found] == ["DOPT", "ISTM"]
    assert found[0]["parent"] is None
    assert found[1]["parent"] == str(cast.dopt.public_id)


def test_a_client_gets_no_scope_it_was_not_registered_with(cast: Cast, now: datetime) -> None:
    registered, secret = services.register_client(
        name="e-HRMS", organisation=cast.dopt, scopes=["plans:read"], actor=None, at=now
    )
    assert token_of(registered.client_id, secret, "organisations:read")["error"] == "invalid_scope"
    bearer = {"Authorization": f"Bearer {token_of(registered.client_id, secret)['access_token']}"}
    answer = Client().get("/api/v1/organisations/", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "denied")


def test_a_client_is_nobody(cast: Cast, bearer: dict[str, str]) -> None:
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 403


def test_without_a_token_the_answer_is_a_problem(db: None) -> None:
    answer = Client().get("/api/v1/organisations/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert "Bearer" in answer["WWW-Authenticate"]


def test_a_limit_beyond_the_maximum_is_refused_and_not_cut(cast: Cast, bearer: dict[str, str]) -> None:
    answer = Client().get("/api/v1/organisations/?limit=5000", headers=bearer)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "limit"


def test_pages_follow_one_another_to_the_end(cast: Cast, bearer: dict[str, str]) -> None:
    assert cast.istm
    url, seen = "/api/v1/organisations/?limit=1", []
    while url:
        answer = Client().get(url, headers=bearer).json()
        seen += [place["code"] for place in answer["results"]]
        url = answer["next"]
    assert seen == ["DOPT", "ISTM"]


def test_rate_limits_are_visible(cast: Cast, bearer: dict[str, str]) -> None:
    answer = Client().get("/api/v1/organisations/", headers=bearer)
    assert int(answer["RateLimit-Remaining"]) < int(answer["RateLimit-Limit"])


def test_the_secret_is_shown_once_and_the_client_can_be_ended(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.admin)
    url = f"/o/{cast.dopt.slug}/clients/"
    answer = browser.post(url, {"name": "APAR", "scopes": ["learning:read"]})
    assert answer.status_code == 201
    secret = answer.context["secret"]
    assert secret and secret not in browser.get(url).content.decode()
    made = ApiClient.objects.get()
    bearer = {"Authorization": f"Bearer {token_of(made.client_id, secret)['access_token']}"}
    browser.post(f"{url}{made.client_id}/revoke/")
    assert Client().get("/api/v1/organisations/", headers=bearer).status_code == 401


def test_a_person_sees_who_they_are(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.admin).get("/api/v1/me/").json()
    assert answer["organisation"]["code"] == "DOPT"
    assert [grant["role"] for grant in answer["grants"]] == ["organisation_admin"]


def test_the_list_of_systems_says_in_words_what_each_may_read(sign_in: SignIn, cast: Cast, now: datetime) -> None:
    services.register_client(name="e-HRMS", organisation=cast.dopt, scopes=["plans:read"], actor=None, at=now)
    client = sign_in(cast.admin)
    client.cookies["language"] = "hi"
    page = client.get(f"/o/{cast.dopt.slug}/clients/").content.decode()
    listed = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "क्षमता निर्माण योजनाएँ" in listed and "plans:read" in listed
