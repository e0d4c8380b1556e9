"""Every page there is, in every colour and both languages, in a real browser: axe finds nothing wrong, the smallest
screen and twice the zoom hold it, the policy blocks nothing, there is one first heading and a title."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from tests.architecture.conftest import world  # noqa: F401
from tests.architecture.test_languages import pages_of
from tests.capacity_plans.conftest import approve, begin, complete, in_force, make_plan  # noqa: F401
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.conftest import COLOUR_RULES
from tests.e2e.material import now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BEYOND = ["/no/such/page/", "/accounts/sessions/", "/accounts/logout/", "/accounts/reauthenticate/"]
FRAME = ["header.top", "nav.side", "footer.foot", "nav.thumb"]


class Visit(NamedTuple):
    """A page, and whose."""

    user: Any
    path: str


def visits(world: SimpleNamespace) -> list[Visit]:  # noqa: F811
    """The addresses, each once for a person: one after the other, so that one open page serves all of theirs."""
    wanted = [*pages_of(world), *((path, world.cast.learner) for path in BEYOND)]
    return [
        Visit(user, path) for path, user in sorted(dict.fromkeys(wanted), key=lambda each: each[1].pk if each[1] else 0)
    ]


def opened(page: Page, path: str) -> bool:
    """Go there; whether it is a page of ours, and answers here: no file, no way to elsewhere."""
    try:
        answer = page.goto(path)
    except Error as error:
        assert "Download is starting" in str(error) or "ERR_ABORTED" in str(error), f"{path}: {error}"
        return False
    html = answer and answer.headers.get("content-type", "").startswith("text/html")
    if not html or answer.request.redirected_from or answer.status not in (200, 404):
        return False
    return page.locator("#swagger-ui").count() == 0


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
    framed: set[tuple[Any, str]] = set()
    looked_at = 0
    for user, path in visits(world):
        if user not in pages:
            # Without transitions: a colour is what it is as soon as it is chosen.
            page = open_browser(user, theme="light", language=language, reduced_motion="reduce").new_page()
            pages[user] = page, complaints(page)
        page, said = pages[user]
        page.set_viewport_size({"width": 320, "height": 700})
        if not opened(page, path):
            said.clear()
            continue
        looked_at += 1
        found = ["wider than the smallest screen"] if page.evaluate(OVERFLOW) > 0 else []
        if page.evaluate(f"document.documentElement.dataset.text = 'largest'; {OVERFLOW}") > 0:
            found.append("wider than the smallest screen with the largest text")
        page.set_viewport_size({"width": 640, "height": 700})
        if page.evaluate(f"document.documentElement.dataset.text = 'normal'; {OVERFLOW}") > 0:
            found.append("wider than a zoom of 200 per cent")
        page.set_viewport_size({"width": 1280, "height": 850})
        found += findings(page)
        # What frames all pages of one person alike is looked at in the other colours once.
        layout = (user, page.evaluate("document.body.className"))
        for theme in ("dark", "contrast"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
            found += [f"{theme}: {line}" for line in findings(page, COLOUR_RULES, FRAME if layout in framed else [])]
        framed.add(layout)
        found += [f"{page.locator('h1').count()} first headings"] if page.locator("h1").count() != 1 else []
        found += [] if page.title().removesuffix(" · igot").strip() else ["no title"]
        found += [f"console: {line}" for line in said if "404" not in line]
        wrong += [f"{path}: {line}" for line in found]
        said.clear()
    assert looked_at > 120
    assert not wrong, "\n".join(wrong)
