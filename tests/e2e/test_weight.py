"""What a page weighs on the wire, as production serves it, and whether it stands still while it comes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, CDPSession, Page

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


@pytest.fixture
def served(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[str]:
    """igot with its static files as in production: named by their content, compressed, kept for ever."""
    settings.STATIC_ROOT = tmp_path / "static"
    backend = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    settings.ALLOWED_HOSTS = ["localhost"]
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["drf_spectacular_sidecar", "rest_framework"]
    )
    thread = LiveServerThread("localhost", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None, thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    shutil.rmtree(tmp_path / "static")


class Wire:
    """What a page loads: bytes as they came, fonts and the rest, and what came from the browser's own store."""

    def __init__(self, page: Page) -> None:
        self.bytes = dict.fromkeys(("font", "rest", "before paint"), 0)
        self._kinds: dict[str, str] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        kind, size = self._kinds.get(event["requestId"], ""), event["encodedDataLength"]
        self.bytes["font" if kind == "Font" else "rest"] += size
        self.bytes["before paint"] += size if kind in ("Document", "Stylesheet") else 0

    def take(self) -> dict[str, float]:
        """Kilobytes since the last time."""
        taken = {kind: size / 1000 for kind, size in self.bytes.items()}
        self.bytes = dict.fromkeys(self.bytes, 0)
        return taken


@pytest.fixture
def open_page(browser: Browser, served: str, cast: Cast) -> Iterator[Callable[[], Page]]:
    """A browser that has never been here, in which the learner is signed in; Hindi, whose font is the larger."""
    contexts = []

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
