"""What a page weighs on the wire as the product is really served, whether it stands still while it comes, and how
soon it can be read and used on a bad line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page

from courses.authoring.models import Course
from courses.learning import services as learning
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.material import course, now  # noqa: F401
from tests.e2e.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_KB, NEXT_KB, MOST_SHIFT = 120, 15, 0.05
# A bad line in a district office: 50 kB a second, 300 ms there and back; and what an officer waits at most.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
MOST_SECONDS = 4
# The first thing painted, what moved until now, and whether the fonts had come when the page could first be used.
WATCH = """
window.moved = 0;
new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({type: 'layout-shift', buffered: true});
document.addEventListener('DOMContentLoaded', () => {
  window.fontsAtFirst = performance.getEntriesByType('resource').filter(each => /woff2/.test(each.name)).length;
});
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
USABLE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"


class Wire:
    """What a page loads, in kilobytes that went over the wire, headers and all."""

    def __init__(self, page: Page) -> None:
        self._what: dict[str, str] = {}
        self._sizes: dict[str, float] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.loadingFinished", self._finished)

    def _received(self, said: dict[str, Any]) -> None:
        self._what[said["requestId"]] = said["type"]

    def _finished(self, said: dict[str, Any]) -> None:
        self._sizes[said["requestId"]] = said["encodedDataLength"] / 1000

    def take(self) -> dict[str, float]:
        """Since the last time: fonts, and the rest."""
        taken = {"font": 0.0, "rest": 0.0}
        for request, size in self._sizes.items():
            taken["font" if self._what.get(request) == "Font" else "rest"] += size
        self._sizes.clear()
        return {name: round(size, 1) for name, size in taken.items()}


@pytest.fixture
def address(cast: Cast, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path) as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, address: str, cast: Cast) -> Iterator[Callable[[], Page]]:
    """A browser that has never been here, in which the learner is signed in; Hindi, whose font is the larger."""
    contexts = []

    def opened() -> Page:
        client = Client()
        client.force_login(cast.learner, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
        cookies = {"sessionid": client.cookies["sessionid"].value, "language": "hi"}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        context.add_init_script(WATCH)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_a_page_is_light_and_soon_there_on_a_bad_line(
    cast: Cast,
    course: Course,  # noqa: F811
    now: Any,  # noqa: F811
    open_page: Callable[[], Page],
    record_property: Callable[[str, object], None],
) -> None:
    with everywhere():
        learning.enrol(learner=cast.learner, course=course, at=now)
    found: dict[str, Any] = {}
    for name, path in {"home": "/", "course": f"/courses/{course.slug}/"}.items():
        page = open_page()
        wire = Wire(page)
        wire.session.send("Network.emulateNetworkConditions", SLOW)
        page.goto(path, wait_until="networkidle")
        measured = found[name] = {"first": wire.take(), "painted": page.evaluate(PAINTED)}
        measured |= {"usable": page.evaluate(USABLE), "moved": page.evaluate("window.moved")}
        measured["fonts at first"] = page.evaluate("window.fontsAtFirst")
        # Nothing but the style sheets is waited for.
        assert page.locator("script[src]:not([defer], [type=module])").count() == 0
        page.goto("/help/", wait_until="networkidle")
        wire.take()
        page.goto(path, wait_until="networkidle")
        measured |= {"next": wire.take(), "painted next": page.evaluate(PAINTED)}
    record_property("measured", json.dumps(found))
    for name, measured in found.items():
        assert 1 < measured["first"]["rest"] < FIRST_KB, (name, measured)
        assert 1 < measured["next"]["rest"] < NEXT_KB, (name, measured)
        assert measured["next"]["font"] == 0, (name, measured)
        assert measured["moved"] <= MOST_SHIFT, (name, measured)
        assert measured["painted"] < MOST_SECONDS, (name, measured)
        assert measured["usable"] < MOST_SECONDS, (name, measured)
        assert measured["fonts at first"] == 0, (name, measured)

    page = open_page()
    # It is used before scripts and fonts are there: here they never come.
    page.context.route("**/*.{js,woff2}", lambda route: route.abort())
    page.goto(f"/courses/{course.slug}/")
    page.locator("main a[href*='/learn/'], main form[method=post] button").first.click()
    page.wait_for_url("**/learn/**")
    assert page.locator("h1").is_visible()
