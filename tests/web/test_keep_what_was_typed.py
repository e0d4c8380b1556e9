"""A session that ends in the middle of a form, or a token that grew old, loses nothing that was typed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast

SignIn = Callable[..., Client]
ORIGIN = {"Origin": "http://testserver", "Referer": "http://testserver/profile/"}
TYPED = {"name": "Asha Kumari", "mobile": "9876543210", "language": "en"}


def lose_session(client: Client) -> None:
    """The session ends on the server, as it does when it expires; the browser's other cookies stay."""
    client.session.flush()
    del client.cookies["sessionid"]


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    client = sign_in(cast.learner)
    assert client.get("/profile/").status_code == 200
    return client


def sign_in_again(client: Client, user: object) -> None:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]


def test_a_form_sent_while_signed_out_leads_to_the_sign_in_page(browser: Client) -> None:
    lose_session(browser)
    answer = browser.post("/profile/", TYPED, headers=ORIGIN)
    assert answer["Location"] == "/accounts/login/?next=%2Fkept%2F"


def test_after_signing_in_the_form_is_there_with_what_was_typed(browser: Client, cast: Cast) -> None:
    lose_session(browser)
    browser.post("/profile/", {**TYPED, "new_password": "hunter2"}, headers=ORIGIN)
    sign_in_again(browser, cast.learner)
    page = browser.get("/kept/").content.decode()
    assert 'action="/profile/"' in page
    assert 'name="name" value="Asha Kumari"' in page
    assert "hunter2" not in page


def test_it_is_shown_once(browser: Client, cast: Cast) -> None:
    lose_session(browser)
    browser.post("/profile/", TYPED, headers=ORIGIN)
    sign_in_again(browser, cast.learner)
    assert browser.get("/kept/").status_code == 200
    assert browser.get("/kept/")["Location"] == "/"


def test_another_person_at_the_same_browser_does_not_see_it(browser: Client, cast: Cast) -> None:
    lose_session(browser)
    browser.post("/profile/", TYPED, headers=ORIGIN)
    sign_in_again(browser, cast.learner2)
    assert browser.get("/kept/")["Location"] == "/"


def test_nothing_is_kept_for_a_browser_nobody_has_signed_in_with(client: Client, db: None) -> None:
    answer = client.post("/profile/", TYPED, headers=ORIGIN)
    assert "kept" not in answer["Location"]
    assert "sessionid" not in client.cookies


def test_nothing_is_kept_of_a_form_from_another_site(browser: Client) -> None:
    lose_session(browser)
    answer = browser.post("/profile/", TYPED, headers={"Origin": "https://evil.example"})
    assert "kept" not in answer["Location"]


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(browser: Client) -> None:
    lose_session(browser)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/profile/?tab=2"}
    answer = browser.get("/profile/", headers=headers)
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=%2Fprofile%2F")


def test_a_page_asked_for_while_signed_out_is_opened_after_signing_in(client: Client, db: None) -> None:
    assert client.get("/profile/?a=1")["Location"] == "/accounts/login/?next=%2Fprofile%2F%3Fa%3D1"


@pytest.fixture
def strict(cast: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    sign_in_again(client, cast.learner)
    return client


def test_an_old_token_shows_what_was_typed_with_a_button_to_send_it(strict: Client) -> None:
    answer = strict.post("/profile/", {**TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="name" value="Asha Kumari"' in page
    assert 'action="/profile/"' in page
    assert "x" * 64 not in page


def test_a_form_from_another_site_is_refused_and_nothing_of_it_is_shown(strict: Client) -> None:
    answer = strict.post("/profile/", TYPED, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Asha Kumari" not in answer.content.decode()


WRONG = {**TYPED, "name": ""}


def test_changing_the_language_of_a_form_to_correct_loses_nothing(browser: Client) -> None:
    page = browser.post("/profile/", WRONG, headers=ORIGIN)
    assert page.status_code == 422 and 'name="answer"' in page.content.decode()
    choice = {"language": "hi", "next": "/profile/", "answer": "1"}
    assert browser.post("/language/", choice)["Location"] == "/kept/"
    shown = browser.get("/kept/")
    assert 'name="mobile" value="9876543210"' in shown.content.decode() and shown["Content-Language"] == "hi"
    again = browser.post("/profile/", WRONG, headers=ORIGIN)
    assert again.status_code == 422 and 'value="9876543210"' in again.content.decode()


def test_changing_the_colours_of_a_form_to_correct_loses_nothing(browser: Client) -> None:
    browser.post("/profile/", WRONG, headers=ORIGIN)
    choice = {"theme": "dark", "next": "/profile/", "answer": "1"}
    assert browser.post("/theme/", choice)["Location"] == "/kept/"
    assert "9876543210" in browser.get("/kept/").content.decode()


def test_a_page_that_was_only_read_comes_back_as_it_was(browser: Client) -> None:
    browser.post("/profile/", WRONG, headers=ORIGIN)
    assert 'name="answer"' not in browser.get("/profile/").content.decode()
    assert browser.post("/language/", {"language": "hi", "next": "/profile/"})["Location"] == "/profile/"


def test_what_was_typed_stands_under_its_label(browser: Client, cast: Cast) -> None:
    lose_session(browser)
    browser.post("/profile/", {**TYPED, "unknown": "x"}, headers=ORIGIN)
    sign_in_again(browser, cast.learner)
    page = browser.get("/kept/").content.decode()
    assert "<dt>Name</dt><dd>Asha Kumari</dd>" in page
    assert "<dt>unknown</dt><dd>x</dd>" in page


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/accounts/login/?next=%2Fpassbook%2F", {"login": "asha@dopt.igot.example", "password": "wrong-one"}),
        (
            "/accounts/signup/",
            {"name": "Asha Kumari", "email": "asha@nowhere.example", "password1": "one", "password2": "two"},
        ),
    ],
)
def test_changing_the_language_while_signed_out_loses_nothing_but_passwords(
    client: Client, db: None, page: str, fields: dict[str, str]
) -> None:
    answer = client.post(page, fields).content.decode()
    sent = dict(re.findall(r'name="(typed:[^"]+|answer|next)" value="([^"]*)"', answer.split("</form>")[0]))
    assert not [name for name in sent if "password" in name]
    assert client.post("/language/", {**sent, "next": page, "language": "hi"})["Location"] == "/kept/"
    shown = client.get("/kept/").content.decode()
    assert all(value in shown for name, value in fields.items() if "password" not in name)
    assert "wrong-one" not in shown and 'lang="hi"' in shown
    assert client.get("/kept/")["Location"].startswith("/accounts/login")


def test_a_sign_in_that_fails_makes_no_session(client: Client, db: None) -> None:
    client.post("/accounts/login/", {"login": "asha@dopt.igot.example", "password": "wrong-one"})
    assert "sessionid" not in client.cookies
