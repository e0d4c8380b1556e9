"""A real Chromium against a live server. Where there is none, these tests fail: they are not skipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from igot.accounts.models import User
from tests.cast import Cast

AXE = Path(__file__).parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules a change of colours can break; the others see the same page in all of them.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]

# Playwright drives its own loop in this thread; Django's ORM is used beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "No Chromium: install the package `chromium`, or name the program in CHROMIUM."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def cast(transactional_db: None, now: Any) -> Cast:
    """The cast, committed so that the live server sees it."""
    return Cast(now)


@pytest.fixture
def open_browser(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """`open_browser(user, width=390, theme="dark", language="hi")`: a fresh browser in which the user is signed in."""
    contexts: list[BrowserContext] = []

    def opened(
        user: User | None = None, *, width: int = 1280, theme: str = "light", language: str = "en", **more: Any
    ) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 850}, **more)
        cookies = {"theme": theme, "language": language}
        if user is not None:
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def findings() -> Callable[..., list[str]]:
    """What axe finds wrong with the page, one line per finding and place; all it knows, or some of its rules, and
    everywhere, or everywhere but in some places.
    """
    axe = AXE.read_text()

    def found(page: Page, rules: list[str] | None = None, beside: list[str] | None = None) -> list[str]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(axe)  # evaluated by the debugger, which the page's policy does not bind
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
        # It would fetch and parse the style sheets anew each time, for no rule that is asked.
        options = {"runOnly": only, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
        where = {"exclude": [[place] for place in beside or []]}
        result = page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
        return [
            f"{violation['impact']}: {violation['id']} at {node['target']}: {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return found


@pytest.fixture
def complaints() -> Callable[[Page], list[str]]:
    """Collects what the page's console says: errors, and whatever the content security policy blocked."""

    def watch(page: Page) -> list[str]:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return said

    return watch
