"""The pages no app owns, in a real browser: usable by keyboard and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]


def test_the_first_tab_skips_to_the_content(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(cast.learner).new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_signing_in_and_out_works_without_javascript(cast: Cast, open_browser: OpenBrowser) -> None:
    cast.learner.set_password(PASSWORD)
    cast.learner.save()
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/security/")
    page.fill("input[name=login]", cast.learner.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    assert page.url.endswith("/security/")
    assert page.locator("#passkey_login").count() == 0
    page.click("header .drop:last-of-type > summary")
    page.click("header button:has-text('Sign out')")
    assert "/accounts/login/" in page.url


def test_a_wrong_password_says_so_and_keeps_the_address(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser().new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "nobody@test.example")
    page.fill("input[name=password]", "wrong-wrong-wrong")
    page.press("input[name=password]", "Enter")
    assert page.locator("[role=alert]:visible").count() == 1
    assert page.input_value("input[name=login]") == "nobody@test.example"


def test_the_language_is_switched_on_the_page_one_is_on(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser().new_page()
    page.goto("/help/?from=footer")
    page.click("button[value=hi]")
    assert page.url.endswith("/help/?from=footer")
    assert page.locator("html").get_attribute("lang") == "hi"


def test_the_menu_of_a_phone_reaches_everything(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(cast.manager, width=390).new_page()
    page.goto("/")
    assert not page.locator("nav.side").is_visible()
    page.click(".thumb-menu > summary")
    reached = page.locator(".thumb-sheet a").all_inner_texts()
    assert any("Capacity building plans" in text for text in reached)
    for link in page.locator(".thumb > a, .thumb-sheet a").all():
        box: Any = link.bounding_box()
        assert box["height"] >= 44


def test_what_was_typed_survives_a_lost_session(cast: Cast, open_browser: OpenBrowser) -> None:
    cast.learner.set_password(PASSWORD)
    cast.learner.save()
    context = open_browser(cast.learner)
    page = context.new_page()
    page.goto("/profile/")
    page.fill("input[name=name]", "Asha Kumari Learner")
    context.clear_cookies(name="sessionid")
    page.press("input[name=name]", "Enter")
    page.fill("input[name=login]", cast.learner.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    assert "Nothing you typed is lost" in page.inner_text("h1")
    page.click("main button[type=submit]")
    cast.learner.refresh_from_db()
    assert cast.learner.name == "Asha Kumari Learner"


def test_what_was_typed_but_not_sent_survives_a_change_of_language(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(None).new_page()
    page.goto("/accounts/signup/")
    page.fill("[name=name]", "Asha Kumari")
    page.fill("[name=password1]", "never-to-be-kept")
    page.click(".language button")
    page.wait_for_selector("html[lang=hi]")
    assert page.input_value("[name=name]") == "Asha Kumari"
    assert page.input_value("[name=password1]") == ""
    assert "never-to-be-kept" not in page.evaluate("JSON.stringify({...sessionStorage})")
