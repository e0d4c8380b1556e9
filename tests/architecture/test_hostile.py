"""Every address, asked by those who may, with what no browser of good will would send: none of it breaks the server."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.functional import cached_property

from tests.architecture.access_matrix import PARTS, POSTED, PUT
from tests.architecture.people import ROLES

HOSTILE = {
    "nul": "a\x00b",
    "long": "x" * 300_000,
    "number": "9" * 5000,
    "negative": "-1",
    "superscript": "²",
    "markup": "</script><script>alert(1)</script>{{7*7}}{%load%}%s%(a)s",
    "separators": "\r\nBcc: all@test.example\u2028\u202e\ufeff",
    "text": '\'";--\\#read("/etc/passwd")',
    "nan": "NaN",
    "date": "9999-12-31",
    "old": "0001-01-01",
}
FORGED = ("nul", "number", "superscript", "text", "old")
ODD_JSON = [
    "null", "[]", "7", '"text"', "{", "\xff", '{"events": null}', "[" * 3000 + "]" * 3000,
    '{"events": 1, "answers": [], "response": {}, "sequence": 1e999}',
    '{"events": [null, 1, [], {}, "x"], "answers": {"1": {"a": 1}}, "response": [[1]], "sequence": 1}',
    '{"answers": {"-1": null, "99999999999999999999": null, "x": null}, "response": "\\u0000", "sequence": 1}',
    '{"answers": {"\\u0000": null}, "response": {"\\u0000": "\\u0000"}, "sequence": 1}',
    '{"answers": {"1": "\\ud800"}, "response": "\\ud800", "sequence": 99999999999999999999999}',
    '{"answers": {"1": NaN}, "response": NaN, "sequence": true}',
    '{"year": 99999999999999, "kind": "annual", "title": "a\\u0000b", "translations": {"hi": {"title": "\\u0000"}}}',
    '{"year": 2026, "kind": "annual", "title": "a", "translations": {"hi": {"title": "\\ud800"}, "\\u0000": {}}}',
]  # fmt: skip
PARAMETER = re.compile(r"(?:GET|POST|query_params)\.?(?:get|getlist)?[(\[]\"([a-z_]+)\"")


@cache
def parameters() -> list[str]:
    """Every name under which our own code reads something from a request, and those of the libraries' filters."""
    names = {"cursor", "limit", "ordering", "since", "until", "format", "course", "level"}
    for folder in ("igot", "assessments", "competencies", "courses", "capacity_plans"):
        for file in (Path(django_settings.BASE_DIR) / folder).rglob("*.py"):
            names |= set(PARAMETER.findall(file.read_text()))
    return sorted(names - {"csrfmiddlewaretoken"})


ASKED: list[str] = []


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Notes in `ASKED` when anything looks at what follows the question mark."""
    read = WSGIRequest.GET.func

    def noted(request: WSGIRequest) -> Any:
        ASKED.append(request.path)
        return read(request)

    watching: Any = cached_property(noted)
    watching.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", watching)
    yield


class Fields(HTMLParser):
    """The fields of a page's forms with the values they would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.chosen: set[str] = set()
        self._select = self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") != "file":
            if given.get("type") in {"checkbox", "radio", "hidden", "submit"}:
                self.chosen.add(name)
            self.found.setdefault(name, given.get("value", ""))
        elif tag == "textarea" and name:
            self.found.setdefault(name, "")
        elif tag == "select":
            self._select = name
            self.chosen.add(name)
            self.found.setdefault(name, "")
        elif tag == "option" and self._select and given.get("value") and not self.found.get(self._select):
            self.found[self._select] = given["value"]
        elif tag == "button" and name:
            self.chosen.add(name)
            self.found.setdefault(name, given.get("value", ""))


class Attack:
    """One person's browser, and what broke the server."""

    def __init__(self, user: Any) -> None:
        self.browser = Client(raise_request_exception=False)
        self.browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.broken: list[str] = []
        self.looked = False  # whether anything looked at what the last address was asked with
        self._error = ""

    def _note(self, sender: Any, request: Any, **more: Any) -> None:
        error = sys.exc_info()[1]
        self._error = f"{type(error).__name__}: {str(error)[:150]}"

    def ask(self, name: str, what: str, method: str, url: str, **sent: Any) -> Any:
        """Send it; whatever it changed is undone."""
        self._error, ASKED[:] = "", []
        got_request_exception.connect(self._note)
        try:
            with transaction.atomic():
                response = getattr(self.browser, method)(url, **sent)
                if response.streaming:
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(self._note)
        self.looked = bool(ASKED)
        if response.status_code >= 500 and name != "readyz":
            self.broken.append(f"{name} {method} {what}: {response.status_code} {self._error}")
        return response


def attackers(world: SimpleNamespace, allowed: set[str]) -> str:
    """One who gets in; for what opens to nobody, a stranger."""
    return next((role for role in ROLES if role in allowed), "stranger")


def on_pages(attack: Attack, name: str, url: str) -> None:
    names = parameters()
    for what, value in HOSTILE.items():
        if len(value) < 10_000:
            attack.ask(name, f"?={what}", "get", url, data=dict.fromkeys(names, value))
            if not attack.looked:
                break  # it answers the same whatever it is asked with
    attack.ask(name, "?=invalid UTF-8", "get", f"{url}?" + "&".join(f"{one}=%ff%fe" for one in names))
    page = attack.ask(name, "as it is", "get", url)
    fields = Fields(page.content.decode()) if not page.streaming and b"<form" in page.content else None
    found = fields.found if fields else {}
    chosen = fields.chosen if fields else set()
    for what, value in HOSTILE.items():
        if what in FORGED:
            refused = attack.ask(name, f"forged {what}", "post", url, data=dict.fromkeys([*found, *names], value))
            if refused.status_code == 405:
                break  # it takes no forms
        if fields:
            typed = {one: given if one in chosen else value for one, given in found.items()}
            attack.ask(name, f"typed {what}", "post", url, data=typed)


def on_api(attack: Attack, name: str, url: str) -> None:
    if name in PUT or name in POSTED or name == "api_plans":
        method = "put" if name in PUT else "post"
        for body in ODD_JSON:
            sent = body.encode("latin-1" if body == "\xff" else "utf-8")
            attack.ask(name, body[:90], method, url, data=sent, content_type="application/json")
    if name not in POSTED | PUT:
        names = parameters()
        for what, value in HOSTILE.items():
            if len(value) < 10_000:
                attack.ask(name, f"?limit={what}", "get", url, data={"limit": value})
                attack.ask(name, f"?={what}", "get", url, data=dict.fromkeys(set(names) - {"limit", "cursor"}, value))
        for cursor in ("cD0lMDA=", "cD1hYmM=", "bz05OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5"):
            attack.ask(name, f"?cursor={cursor}", "get", url, data={"cursor": cursor})


@pytest.mark.parametrize("part", PARTS)
def test_nothing_that_is_sent_breaks_the_server(world: SimpleNamespace, part: str, settings: Any) -> None:
    settings.ZEAL_RAISE = False  # how often a page asks the database is asked elsewhere
    broken: list[str] = []
    attacks: dict[str, Attack] = {}
    for name, (kwargs, allowed) in PARTS[part].items():
        role = attackers(world, allowed)
        attack = attacks.setdefault(role, Attack(getattr(world.cast, role)))
        url = reverse(name, kwargs=kwargs(world))
        (on_api if name.startswith("api_") else on_pages)(attack, name, url)
    for attack in attacks.values():
        broken += attack.broken
    assert not broken, f"{len(broken)} answers:\n" + "\n".join(broken)
