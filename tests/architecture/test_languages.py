"""A language on trial: every page in accented English shows no plain word of the interface; scripts say nothing of
their own; a language that runs from right to left turns the page round."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from igot.journal.queries import kinds
from igot.kernel.pseudo import accented
from tests.architecture.access_matrix import PARTS, POSTED
from tests.trial import on_trial, typed_by_people, untranslated

__all__ = ["on_trial"]

ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_email_verification_sent"]
OWN_PAGES = [*ENTRANCE[2:3], "account_email", "account_change_password", "mfa_index", "usersessions_list"]


def browser(user: Any, language: str) -> Client:
    """Somebody's browser, or nobody's, that wants the language."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = language
    return client


def pages_of(world: SimpleNamespace) -> Iterator[tuple[str, Any]]:
    """The address of every page, and somebody who may see it."""
    for lines in (part for name, part in PARTS.items() if name != "api"):
        for name, (kwargs, allowed) in lines.items():
            if name in POSTED or not allowed:
                continue
            role = "anonymous" if "anonymous" in allowed else min(allowed)
            yield reverse(name, kwargs=kwargs(world)), None if role == "anonymous" else getattr(world.cast, role)
    yield from ((reverse(name), None) for name in ENTRANCE)
    yield from ((reverse(name), world.cast.learner) for name in OWN_PAGES)


def test_every_page_of_the_frame_is_translated_wholly(world: SimpleNamespace, on_trial: None) -> None:
    # Facts that other tests make up are listed in the audit trail's filter under their own names.
    invented = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind[6:]).capitalize() for kind in kinds() if kind[:6] == "tests."]
    data, wrong, seen, browsers = typed_by_people() + invented, [], 0, {}
    for path, user in pages_of(world):
        client = browsers.setdefault(user, browser(user, "en-xa"))
        with transaction.atomic():
            response = client.get(path, follow=True)
            transaction.set_rollback(True)
        if not response["Content-Type"].startswith("text/html") or "swagger" in response.content.decode():
            continue
        assert 'lang="en-xa" dir="ltr"' in response.content.decode(), path
        seen += 1
        wrong += [f"{path}: {said}" for said in untranslated(response.content.decode(), data)]
    assert seen > 60
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_a_page_in_urdu_runs_from_right_to_left(world: SimpleNamespace, on_trial: None) -> None:
    for path, user in [("/", world.cast.learner), ("/accounts/login/", None), ("/help/", None)]:
        page = browser(user, "ur").get(path).content.decode()
        assert '<html lang="ur" dir="rtl"' in page
        assert "bootstrap.rtl" in page and "css/mirrored" in page


def test_a_refusal_in_urdu_runs_from_right_to_left(db: None, on_trial: None) -> None:
    assert 'dir="rtl"' in browser(None, "ur").get("/no/such/page/").content.decode()


def test_scripts_say_nothing_of_their_own() -> None:
    """What a script shows stands in the page, where it is translated."""
    sentence = re.compile(r"""(["'`])([A-Z][a-z]+(?: [a-z]+)+[^"'`]*)\1""")
    for path in Path("static/js").rglob("*.js"):
        code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text())
        assert not sentence.findall(code), path


def test_style_sheets_name_no_side() -> None:
    """Start and end, never left and right: the page can be turned round."""
    sided = re.compile(r"(?<![-\w])((margin|padding|border)-(left|right)|text-align:\s*(left|right)|(left|right):)")
    for path in Path("static/css").glob("*.css"):
        assert path.name == "mirrored.css" or not sided.findall(path.read_text()), path


def test_accenting_keeps_what_a_program_reads() -> None:
    text = accented("Hello %(name)s, <b>see</b> {link} &amp; %d more")
    for kept in ("%(name)s", "<b>", "</b>", "{link}", "&amp;", "%d"):
        assert kept in text
    assert "Hello" not in text and text.startswith("[") and text.endswith("]")
    assert len(text) >= 1.4 * len("Hello %(name)s, <b>see</b> {link} &amp; %d more")
    assert json.loads(json.dumps(text)) == text
