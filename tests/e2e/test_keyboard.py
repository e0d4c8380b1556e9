"""Administrators' work without a mouse, and what a screen reader is told of the pages that matter most."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from courses.authoring.models import Course
from courses.learning import services as learning
from igot.accounts.models import User
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.material import course, now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]
FOCUSED = "document.activeElement.name || document.activeElement.textContent.trim()"
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"
NAMED = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "img", "progressbar", "slider"}


def go_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is there; it can be seen on the way."""
    for _step in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE) != "none", page.evaluate(FOCUSED)
        if page.evaluate(FOCUSED) == wanted:
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(page: Page, wanted: str) -> None:
    """Go there and press Enter, and wait for the next page."""
    go_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_administrator_registers_a_person_without_a_mouse(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(cast.admin).new_page()
    page.goto(f"/o/{cast.dopt.slug}/people/")
    press(page, "Register a person")
    for field, text in (("name", "Asha Devi"), ("email", "asha.devi@test.example")):
        go_to(page, field)
        page.keyboard.type(text)
    press(page, "Register")
    assert User.objects.get(email="asha.devi@test.example").organisation == cast.dopt


def test_a_plan_manager_drafts_a_plan_without_a_mouse(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(cast.manager).new_page()
    page.goto(f"/o/{cast.dopt.slug}/plans/")
    press(page, "Begin a plan")
    go_to(page, "title")
    page.keyboard.type("Plan of the year")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/*-*/")
    assert "Plan of the year" in page.inner_text("h1")


def test_colours_and_text_size_are_chosen_without_a_mouse(cast: Cast, open_browser: OpenBrowser) -> None:
    page = open_browser(cast.learner).new_page()
    page.goto("/help/")
    page.focus(".display > summary")
    page.keyboard.press("Enter")
    go_to(page, "size")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-text") == "normal"
    page.focus(".display > summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-text") == "large"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"


def _tree(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything a screen reader meets."""
    session = page.context.new_cdp_session(page)
    nodes: list[Any] = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip()) for node in nodes if not node["ignored"]
    ]


def test_a_screen_reader_hears_the_name_of_everything(
    cast: Cast,
    course: Course,  # noqa: F811
    now: Any,  # noqa: F811
    open_browser: OpenBrowser,
) -> None:
    with everywhere():
        enrolment, title = learning.enrol(learner=cast.learner, course=course, at=now), course.current.title
    page = open_browser(cast.learner).new_page()
    for path in ("/", "/catalogue/", f"/courses/{course.slug}/", f"/learn/{enrolment.public_id}/", "/help/"):
        page.goto(path)
        tree = _tree(page)
        assert not [role for role, name in tree if role in NAMED and not name], path
        roles = [role for role, _name in tree]
        assert [roles.count(role) for role in ("banner", "main", "contentinfo")] == [1, 1, 1], path
        landmarks = [each for each in tree if each[0] in ("navigation", "search", "region", "complementary")]
        assert len(landmarks) == len(set(landmarks)), path
        actions = [name for role, name in tree if role == "button" and name != "Search"]
        assert len(actions) == len(set(actions)), path
    page.goto("/")
    tree = _tree(page)
    assert next(each for each in tree if each[0] == "link") == ("link", "Skip to the content")
    assert ("navigation", "Main") in tree
    assert ("searchbox", "Search the courses") in tree
    assert any(role == "link" and title in name for role, name in tree)


def test_what_takes_longer_says_that_it_is_loading(cast: Cast, open_browser: OpenBrowser) -> None:
    browser = open_browser(cast.learner)
    page = browser.new_page()
    page.goto("/help/")
    page.route("**/privacy/", lambda route: None)  # an answer that does not come
    said = """
      document.querySelector("footer a[href='/privacy/']").click();
      new Promise(done => new MutationObserver(() => done(busy.textContent)).observe(busy, {childList: true}))
    """
    assert page.evaluate(said.replace("busy", "document.getElementById('busy')")) == "Loading…"
    page = browser.new_page()
    page.goto("/help/")
    page.route("**/catalogue/?*", lambda route: None)
    turns = """
      const button = document.querySelector("form[role=search] button");
      button.click();
      new Promise(done => new MutationObserver(() => done(button.ariaBusy)).observe(button, {attributes: true}))
    """
    assert page.evaluate(turns) == "true"
