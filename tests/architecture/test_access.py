"""Every address, asked by everybody: who gets in is written in `access_matrix.py`; one without a line fails."""

import json
import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.access_matrix import PARTS, POSTED, PUT
from tests.architecture.people import ROLES

# Those of libraries: allauth guards its own pages, and its tests are theirs.
FOREIGN = ("account_", "mfa_", "usersessions_", "prometheus", "django_")


def own_names(resolver: Any = None) -> Iterator[str]:
    """The names of all addresses but the libraries'."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from own_names(entry)
        elif isinstance(entry, URLPattern) and entry.name and not entry.name.startswith(FOREIGN):
            yield entry.name


def test_every_address_has_a_line() -> None:
    named = {name for part in PARTS.values() for name in part}
    assert sorted(set(own_names()) - named) == []
    assert sorted(named - set(own_names())) == []


def test_every_address_has_a_name() -> None:
    def nameless(resolver: Any, prefix: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            where = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from nameless(entry, where)
            elif not entry.name and not where.startswith("accounts/"):
                yield where

    assert list(nameless(get_resolver())) == []


def answer(browser: Client, name: str, url: str) -> Any:
    """What a visit gives; whatever it changed is undone."""
    with transaction.atomic():
        if name.startswith("api_"):
            method = "PUT" if name in PUT else "POST" if name in POSTED else "GET"
            response = browser.generic(method, url, "{}" if method != "GET" else "", content_type="application/json")
        else:
            response = browser.post(url) if name in POSTED else browser.get(url)
        transaction.set_rollback(True)
    return response


def gets_in(response: Any) -> bool:
    """Opened: neither refused nor sent to the sign-in page."""
    if response.status_code in {301, 302}:
        return not response["Location"].startswith("/accounts/login")
    return response.status_code not in {401, 403, 404}


@pytest.mark.parametrize("part", PARTS)
def test_who_gets_in(world: SimpleNamespace, part: str) -> None:
    browsers = {"anonymous": Client(raise_request_exception=False)}
    for role in ROLES:
        browsers[role] = Client(raise_request_exception=False)
        browsers[role].force_login(
            getattr(world.cast, role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    wrong, seen = [], {}
    for name, (kwargs, allowed) in PARTS[part].items():
        url = reverse(name, kwargs=kwargs(world))
        responses = {role: answer(browser, name, url) for role, browser in browsers.items()}
        opened = {role for role, response in responses.items() if gets_in(response)}
        seen[name] = sorted(opened)
        if opened != allowed:
            wrong.append(f"{name}: let in {sorted(opened - allowed)}, kept out {sorted(allowed - opened)}")
        broken = [role for role, response in responses.items() if response.status_code == 500]
        wrong += [f"{name}: broke for {broken}"] if broken else []
        for role in {"stranger", "stranger_admin"} - opened:
            if responses[role].status_code != 404:
                wrong.append(f"{name}: {role} is told that it exists ({responses[role].status_code})")
    if "SHOW_ACCESS" in os.environ:
        with open(os.environ["SHOW_ACCESS"], "a") as file:
            file.write(json.dumps(seen) + "\n")
    assert not wrong, "\n".join(wrong)
