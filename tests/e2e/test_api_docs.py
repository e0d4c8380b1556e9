"""The readable form of the API's description, under our policy and from our own server."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.cast import Cast


def test_the_documentation_shows_every_part_and_the_console_stays_silent(
    cast: Cast,
    live_server: Any,
    open_browser: Callable[..., BrowserContext],
    complaints: Callable[[Page], list[str]],
) -> None:
    page = open_browser().new_page()
    said, asked = complaints(page), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/v1/docs/")
    page.get_by_role("heading", name="igot").first.wait_for()
    page.get_by_text("/api/v1/organisations/{public_id}/plans/", exact=True).first.wait_for()
    page.get_by_text("Begin a plan", exact=True).first.click()
    page.get_by_text("order_number").or_(page.get_by_text("Request body")).first.wait_for()
    elsewhere = [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))]
    assert not elsewhere, elsewhere
    assert not said, "\n".join(said)
