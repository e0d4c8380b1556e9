"""What the tests in a browser share: the present, a course with a real video, how a person presses things."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from courses.authoring import services as authoring
from courses.authoring.models import Course, Release
from igot.kernel.clock import now as the_present
from tests.cast import Cast
from tests.courses import samples

CLIP = Path(__file__).parent / "media" / "clip.mp4"  # four seconds of a test picture
TITLE = "Noting and Drafting"
SAVED = re.compile(r"^saved \d{1,2}:\d\d [AP]M")


@pytest.fixture
def now() -> datetime:
    """The server's clock is the present, so what came before it must be too."""
    return the_present()


@pytest.fixture
def course(
    cast: Cast,
    now: datetime,
    make_draft: Callable[..., Release],
    publish: Callable[[Release], Course],
    drain: Callable[[], int],
) -> Course:
    """A published course for everyone: a page, a video, an assessment; a PDF and one more page are optional."""
    by: dict[str, Any] = {"actor": cast.creator, "at": now}
    release = make_draft(title=TITLE)
    module = release.modules.get(place=1)
    for kind, name, content in [("video", "clip.mp4", CLIP.read_bytes()), ("pdf", "note.pdf", samples.pdf())]:
        asset = authoring.store_asset(organisation=cast.istm, kind=kind, file=samples.upload(name, content), **by)
        more: dict[str, Any] = {"transcript": "What is said."} if kind == "video" else {"mandatory": False}
        authoring.add_resource(module=module, kind=kind, title=f"The {kind}", asset=asset, minutes=1, **more, **by)
    course = publish(release)
    drain()
    return course


def control(page: Page, name: str) -> Locator:
    """The button or the link of the content that is called so."""
    main = page.locator("main")
    return main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).first


def press(page: Page, name: str) -> None:
    """Press it, and wait until the next page is there."""
    with page.expect_navigation():
        control(page, name).click()
