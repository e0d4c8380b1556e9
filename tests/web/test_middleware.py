"""What surrounds every page."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from igot.web.middleware import CorrelationMiddleware
from tests.cast import Cast

SignIn = Callable[..., Client]


def test_an_answer_carries_a_correlation_id(client: Client) -> None:
    assert len(client.get("/healthz")["X-Correlation-ID"]) == 32


def test_a_callers_own_correlation_id_is_kept_when_it_is_harmless(client: Client) -> None:
    kept = client.get("/healthz", headers={"X-Correlation-ID": "abc-12345678"})
    assert kept["X-Correlation-ID"] == "abc-12345678"
    replaced = client.get("/healthz", headers={"X-Correlation-ID": "<script>alert(1)</script>"})
    assert "script" not in replaced["X-Correlation-ID"]


def test_what_is_left_of_a_budget_is_shown() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        request.rate_limit = (600, 599, 60)  # type: ignore[attr-defined]
        return HttpResponse()

    answer = CorrelationMiddleware(view)(RequestFactory().get("/"))
    shown = {name: answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert shown == {"Limit": "600", "Remaining": "599", "Reset": "60"}


def test_every_answer_has_a_policy_without_unsafe_inline(client: Client, db: None) -> None:
    answer = client.get("/help/")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/accounts/login/", "localhost"),
        ("/", "localhost"),
        ("/nowhere/", "localhost"),
        ("/language/", "localhost"),
        ("/api/v1/me/", "localhost"),
        ("/api/v1/nowhere/", "localhost"),
        ("/help/?page=%00", "localhost"),
        ("/help/", "evil.example"),
        ("/help/", "content.localhost:8000"),
    ],
)
def test_every_kind_of_answer_carries_the_headers_of_safety(client: Client, db: None, path: str, host: str) -> None:
    client.raise_request_exception = False
    answer = client.get(path, headers={"host": host})
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "private" in answer["Cache-Control"]


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(client: Client, db: None) -> None:
    answer = client.get("/language/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Go back to the page with the form" in answer.content.decode()


@pytest.mark.parametrize("query", ["q=a%00b", "q=a%0d%0aSet-Cookie:+a=b", "page=%0A"])
def test_an_address_no_link_of_ours_has_leads_nowhere(client: Client, db: None, query: str) -> None:
    assert client.get(f"/help/?{query}").status_code == 404
    assert client.get("/api/v1/schema/", query_params={"version": "a\r\nb"}).status_code == 404


def test_no_page_of_the_application_exists_on_the_second_origin(client: Client, db: None) -> None:
    assert client.get("/help/", headers={"host": "content.localhost:8000"}).status_code == 404
    assert client.get("/help/", headers={"host": "localhost:8000"}).status_code == 200


def test_the_browsers_language_is_used_before_anything_is_chosen(client: Client, db: None) -> None:
    answer = client.get("/help/", headers={"Accept-Language": "hi"})
    assert answer["Content-Language"] == "hi"
    assert '<html lang="hi"' in answer.content.decode()


def test_the_persons_language_beats_the_browsers(cast: Cast, sign_in: SignIn) -> None:
    cast.learner.language = "hi"
    cast.learner.save(update_fields=["language"])
    answer = sign_in(cast.learner).get("/help/", headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "hi"


def test_the_cookie_beats_the_persons_language(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.learner)
    client.cookies["language"] = "hi"
    assert client.get("/help/")["Content-Language"] == "hi"


@pytest.mark.parametrize("page", ["/help/?q=a%20b&page=2", "/accounts/login/?next=/catalogue/"])
def test_switching_the_language_keeps_the_page_and_its_query(client: Client, db: None, page: str) -> None:
    answer = client.post("/language/", {"language": "hi", "next": page})
    assert answer.status_code == 302
    assert answer["Location"] == page
    assert client.get("/help/")["Content-Language"] == "hi"


def test_mails_and_workers_follow_the_language_that_was_switched_to(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.learner).post("/language/", {"language": "hi", "next": "/"})
    cast.learner.refresh_from_db()
    assert cast.learner.language == "hi"


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_switching_the_language_never_leads_to_another_site(client: Client, db: None, page: str) -> None:
    assert client.post("/language/", {"language": "hi", "next": page})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    client.post("/language/", {"language": "xx", "next": "/help/"})
    assert "language" not in client.cookies


def test_the_colours_are_chosen_without_javascript(client: Client, db: None) -> None:
    assert 'data-bs-theme="device"' in client.get("/help/").content.decode()
    client.post("/theme/", {"theme": "contrast", "next": "/help/"})
    assert 'data-bs-theme="contrast"' in client.get("/help/").content.decode()
    client.post("/theme/", {"theme": "<x>", "next": "/help/"})
    assert 'data-bs-theme="contrast"' in client.get("/help/").content.decode()
