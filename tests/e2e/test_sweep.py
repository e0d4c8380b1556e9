"""Every page there is, in every colour and both languages, in a real browser: axe finds nothing wrong, the smallest
screen and twice the zoom hold it, the policy blocks nothing, there is one first heading and a title."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.architecture.conftest import world  # noqa: F401
from tests.architecture.test_languages import pages_of
from tests.capacity_plans.conftest import approve, begin, complete, in_force, make_plan  # noqa: F401
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.conftest import COLOUR_RULES
from tests.e2e.material import now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BEYOND = ["/no/such/page/", "/accounts/sessions/", "/accounts/logout/", "/accounts/reauthenticate/"]
# 1280 pixels at a zoom of 200 per cent, and the smallest phone.
WIDTHS = {320: "the smallest screen", 640: "a zoom of 200 per cent"}


class Visit(NamedTuple):
    """A page, and whose."""

    user: Any
    path: str


def visits(world: SimpleNamespace) -> Iterator[Visit]:  # noqa: F811
    """The pages: what answers with HTML, where it answers."""
    browsers: dict[Any, Client] = {}
    seen = set()
    wanted = [*pages_of(world), *((path, world.cast.learner) for path in BEYOND)]
    # One person after the other, so that one open page serves all of theirs.
    for path, user in sorted(wanted, key=lambda each: each[1].pk if each[1] else 0):
        if user not in browsers:
            browsers[user] = Client()
            if user is not None:
                browsers[user].force_login(user, backend=BACKEND)
        answer = browsers[user].get(path)
        html = answer.get("Content-Type", "").startswith("text/html") and answer.status_code in (200, 404)
        if html and "swagger" not in answer.content.decode() and (user, path) not in seen:
            seen.add((user, path))
            yield Visit(user, path)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_page_holds_in_every_colour(
    world: SimpleNamespace,  # noqa: F811
    open_browser: Callable[..., BrowserContext],
    findings: Callable[..., list[str]],
    complaints: Callable[[Page], list[str]],
    language: str,
) -> None:
    wrong: list[str] = []
    pages: dict[Any, tuple[Page, list[str]]] = {}
    paths = list(visits(world))
    assert len(paths) > 90
    for user, path in paths:
        if user not in pages:
            # Without transitions: a colour is what it is as soon as it is chosen.
            page = open_browser(user, theme="light", language=language, reduced_motion="reduce").new_page()
            pages[user] = page, complaints(page)
        page, said = pages[user]
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(path)
        found = []
        for width, words in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 700})
            found += [f"wider than {words}"] if page.evaluate(OVERFLOW) > 0 else []
        page.evaluate("document.documentElement.dataset.text = 'largest'")
        page.set_viewport_size({"width": 320, "height": 700})
        found += ["wider than the smallest screen with the largest text"] if page.evaluate(OVERFLOW) > 0 else []
        page.evaluate("document.documentElement.dataset.text = 'normal'")
        page.set_viewport_size({"width": 1280, "height": 850})
        found += findings(page)
        for theme in ("dark", "contrast"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
            found += [f"{theme}: {line}" for line in findings(page, COLOUR_RULES)]
        found += [f"{page.locator('h1').count()} first headings"] if page.locator("h1").count() != 1 else []
        found += [] if page.title().removesuffix(" · igot").strip() else ["no title"]
        found += [f"console: {line}" for line in said if "404" not in line]
        wrong += [f"{path}: {line}" for line in found]
        said.clear()
    assert not wrong, "\n".join(wrong)
