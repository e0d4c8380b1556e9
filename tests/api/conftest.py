"""Callers of the API: people with a session, systems with a token."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_ignore

from igot.accounts import services as accounts
from igot.organisations.models import Organisation
from tests.architecture.conftest import world
from tests.capacity_plans.conftest import approve, begin, complete, course, in_force, make_course, make_plan
from tests.cast import Cast
from tests.courses.conftest import competency, draft, make_draft, paper, publish, uploads

__all__ = [
    "approve",
    "begin",
    "competency",
    "complete",
    "course",
    "draft",
    "in_force",
    "make_course",
    "make_draft",
    "make_plan",
    "paper",
    "publish",
    "uploads",
    "world",
]

ROOT = "/api/v1/"


class System:
    """A client of an organisation, as a program would call."""

    def __init__(self, client_id: str, secret: str) -> None:
        self.client_id, self.secret = client_id, secret
        self.headers: dict[str, str] = {}

    def sign_in(self, scope: str = "") -> dict[str, Any]:
        """Get a token by client credentials."""
        basic = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
        # The library asks for an unknown client once per way of signing in.
        with zeal_ignore():
            answer = Client().post("/oauth/token/", form, headers={"Authorization": f"Basic {basic}"})
        found: dict[str, Any] = json.loads(answer.content)
        if "access_token" in found:
            self.headers = {"Authorization": f"Bearer {found['access_token']}"}
        return found

    def get(self, path: str) -> Any:
        """Ask, by a path under the root or a whole address."""
        return Client().get(path if path.startswith(("http", "/")) else ROOT + path, headers=self.headers)

    def post(self, path: str, body: Any = None) -> Any:
        """Send JSON."""
        return Client().post(ROOT + path, json.dumps(body), "application/json", headers=self.headers)

    def every(self, path: str) -> list[dict[str, Any]]:
        """Follow `next` to the end."""
        url: str | None = path
        rows: list[dict[str, Any]] = []
        while url:
            answer = self.get(url)
            assert answer.status_code == 200, answer.content
            rows += answer.json()["results"]
            url = answer.json()["next"]
        return rows


@pytest.fixture
def system(cast: Cast, now: datetime) -> Callable[..., System]:
    """`system("plans:read", organisation=...)`: a registered client with its token; of DoPT unless said otherwise."""

    def made(*scopes: str, organisation: Organisation | None = None) -> System:
        registered, secret = accounts.register_client(
            name="e-HRMS", organisation=organisation or cast.dopt, scopes=list(scopes), actor=None, at=now
        )
        found = System(registered.client_id, secret)
        found.sign_in()
        return found

    return made
