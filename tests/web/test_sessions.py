"""Where one is signed in, and ending it."""

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igot.web.templatetags.browsers import browser
from tests.cast import PASSWORD, Cast

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"

SignIn = Callable[..., Client]


def signed_in_by_form(cast: Cast) -> Client:
    if not cast.learner.has_usable_password() or not cast.learner.check_password(PASSWORD):
        cast.learner.set_password(PASSWORD)
        cast.learner.save()
    client = Client()
    client.post("/accounts/login/", {"login": cast.learner.email, "password": PASSWORD})
    assert client.get("/security/").status_code == 200
    return client


def test_signing_out_everywhere_else_ends_the_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    here, elsewhere = signed_in_by_form(cast), signed_in_by_form(cast)
    assert UserSession.objects.filter(user=cast.learner).count() == 2
    here.post("/accounts/sessions/")
    assert elsewhere.get("/security/").status_code == 302
    assert here.get("/security/").status_code == 200


def test_the_last_use_is_noted_once_in_a_while_and_not_on_every_page(cast: Cast) -> None:
    client = signed_in_by_form(cast)
    seen = UserSession.objects.get(user=cast.learner, session_key=client.session.session_key).last_seen_at
    client.get("/security/")
    again = UserSession.objects.get(user=cast.learner, session_key=client.session.session_key)
    assert again.last_seen_at == seen
    for cache in caches.all():
        cache.clear()
    client.get("/security/")
    again.refresh_from_db()
    assert again.last_seen_at > seen


def test_another_browser_of_the_session_is_written_down_and_the_same_one_costs_one_statement(cast: Cast) -> None:
    client = signed_in_by_form(cast)

    def look(agent: str) -> list[str]:
        for cache in caches.all():
            cache.delete(f"session-noted:{client.session.session_key}")
        with CaptureQueriesContext(connection) as asked:
            client.get("/security/", headers={"User-Agent": agent})
        return [query["sql"] for query in asked if "usersessions" in query["sql"] and "UPDATE" in query["sql"]]

    assert [sql.startswith("UPDATE") for sql in look("")] == [True]
    look(f"{WINDOWS} {CHROME}")
    assert UserSession.objects.get(session_key=client.session.session_key).user_agent == f"{WINDOWS} {CHROME}"


def test_a_password_that_is_mailed_about_is_chosen_by_link(cast: Cast, mailoutbox: list) -> None:
    cast.learner.set_password("an-old-forgotten-one")
    cast.learner.save()
    client = Client()
    client.post("/accounts/password/reset/", {"email": cast.learner.email})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    cast.learner.refresh_from_db()
    assert cast.learner.check_password(PASSWORD)


def test_the_mail_is_in_the_readers_language(cast: Cast, mailoutbox: list) -> None:
    client = Client()
    client.cookies["language"] = "hi"
    cast.learner.set_password("an-old-forgotten-one")
    cast.learner.save()
    client.post("/accounts/password/reset/", {"email": cast.learner.email})
    assert "नया पासवर्ड" in mailoutbox[0].subject


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36 Edg/120.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1", "Safari on macOS"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert browser(agent) == words


def test_the_list_of_sessions_shows_no_raw_text(cast: Cast) -> None:
    client = signed_in_by_form(cast)
    UserSession.objects.update(user_agent=f"{WINDOWS} Gecko/20100101 Firefox/128.0")
    page = client.get("/accounts/sessions/").content.decode()
    assert "Firefox on Windows" in page and "Mozilla" not in page
