"""What a page weighs on the wire, as production serves it, and whether it stands still while it comes."""

import gzip
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, Request

from courses.authoring.models import Course
from courses.learning import services as learning
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.material import course, now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_KB, NEXT_KB, MOST_SHIFT = 120, 15, 0.05
# What has to come before anything is painted: the page and its style sheets. At 50 kB a second, one second.
BEFORE_PAINT_KB = 50
# A bad line in a district office: 50 kB a second, 200 ms there and back.
SLOW = {"offline": False, "latency": 200, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
SHIFTS = """
() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300);
})
"""


class Wire:
    """What a page loads, in kilobytes on the wire. Static files count as gzip makes them: production serves them
    compressed before, by brotli even smaller, and kept for ever: a second time they cost nothing.
    """

    def __init__(self, page: Page) -> None:
        self._loaded: list[Request] = []
        self._kept: set[str] = set()
        self.session: CDPSession = page.context.new_cdp_session(page)
        page.on("requestfinished", lambda request: self._loaded.append(request))  # noqa: PLW0108 - Playwright takes no built-in

    def take(self) -> dict[str, float]:
        """Since the last time: fonts, the rest, and what of it has to come before anything is painted."""
        taken = dict.fromkeys(("font", "rest", "before paint"), 0.0)
        loaded, self._loaded[:] = list(self._loaded), []
        for request in loaded:
            size = self._size(request) / 1000
            taken["font" if request.resource_type == "font" else "rest"] += size
            taken["before paint"] += size if request.resource_type in ("document", "stylesheet") else 0
        return taken

    def _size(self, request: Request) -> int:
        response = request.response()
        if response is None or request.url in self._kept:
            return 0
        if "/static/" not in request.url:
            return request.sizes()["responseBodySize"]
        self._kept.add(request.url)
        return len(response.body() if request.resource_type == "font" else gzip.compress(response.body()))


@pytest.fixture
def open_page(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Callable[[], Page]]:
    """A browser that has never been here, in which the learner is signed in; Hindi, whose font is the larger."""
    contexts, served = [], live_server.url

    def opened() -> Page:
        client = Client()
        client.force_login(cast.learner, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(base_url=served, viewport={"width": 390, "height": 800})
        cookies = {"sessionid": client.cookies["sessionid"].value, "language": "hi"}
        context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies.items()])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_a_page_is_light_and_stands_still(
    cast: Cast,
    course: Course,  # noqa: F811
    now: Any,  # noqa: F811
    open_page: Callable[[], Page],
    record_property: Callable[[str, object], None],
) -> None:
    with everywhere():
        learning.enrol(learner=cast.learner, course=course, at=now)
    paths = SimpleNamespace(home="/", course=f"/courses/{course.slug}/")
    for name, path in vars(paths).items():
        page = open_page()
        wire = Wire(page)
        page.goto(path, wait_until="networkidle")
        first, shift = wire.take(), page.evaluate(SHIFTS)
        page.goto("/help/", wait_until="networkidle")
        wire.take()
        page.goto(path, wait_until="networkidle")
        again = wire.take()
        record_property(name, {"first": first, "next": again, "shift": shift})
        assert 1 < first["rest"] < FIRST_KB, first
        assert 1 < again["rest"] < NEXT_KB, again
        assert again["font"] == 0, again
        assert shift <= MOST_SHIFT, shift


def test_a_bad_line_is_enough(open_page: Callable[[], Page]) -> None:
    page = open_page()
    wire = Wire(page)
    wire.session.send("Network.emulateNetworkConditions", SLOW)
    page.goto("/", wait_until="domcontentloaded")
    assert page.locator("h1").is_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) <= MOST_SHIFT
    assert wire.take()["before paint"] < BEFORE_PAINT_KB
    # No script is waited for.
    assert page.locator("script[src]:not([defer], [type=module])").count() == 0
