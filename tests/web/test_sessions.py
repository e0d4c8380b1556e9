"""Where one is signed in, and ending it."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, Cast

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
    cache.clear()
    client.get("/security/")
    again.refresh_from_db()
    assert again.last_seen_at > seen


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
