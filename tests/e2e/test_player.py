"""The player in a real browser: it reports by itself, works without script, and axe finds nothing wrong."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from courses.authoring.models import Course
from courses.learning import services
from courses.learning.models import Enrolment, ResourceProgress
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, draft, make_draft, paper, publish, published_course, uploads  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def enrolment(cast: Cast, now: datetime, published_course: Course) -> Enrolment:  # noqa: F811 - the fixture
    """The learner, enrolled and not begun."""
    with everywhere():
        return services.enrol(learner=cast.learner, course=published_course, at=now)


def test_reading_is_reported_and_the_page_says_so(
    cast: Cast, enrolment: Enrolment, open_browser: OpenBrowser, complaints: Callable[[Page], list[str]]
) -> None:
    page = open_browser(cast.learner).new_page()
    said = complaints(page)
    page.goto(reverse("learn", args=[enrolment.public_id]))
    expect(page.locator("#saving")).to_have_text("Saved")
    expect(page.locator("#state-done")).to_be_hidden()
    # Five seconds are enough for so short a page; the next report is due after ten.
    expect(page.locator("#state-done")).to_be_visible(timeout=25_000)
    expect(page.locator("#course-progress .progress-number")).to_have_text("50%")
    expect(page.locator(".outline-done")).to_have_count(1)
    assert not said
    with everywhere():
        assert ResourceProgress.objects.filter(completed_at__isnull=False).count() == 1


def test_what_cannot_be_sent_is_kept_on_the_device_until_it_can(
    cast: Cast, enrolment: Enrolment, open_browser: OpenBrowser
) -> None:
    context = open_browser(cast.learner)
    page = context.new_page()
    page.goto(reverse("learn", args=[enrolment.public_id]))
    expect(page.locator("#saving")).to_have_text("Saved")
    context.set_offline(True)
    expect(page.locator("#saving")).to_contain_text("kept on this device", timeout=25_000)
    context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Saved", timeout=25_000)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('igot.events'))") == []


def test_without_script_a_page_is_read_and_confirmed(
    cast: Cast, enrolment: Enrolment, open_browser: OpenBrowser
) -> None:
    page = open_browser(cast.learner, java_script_enabled=False).new_page()
    page.goto(reverse("learn", args=[enrolment.public_id]))
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("alert")).to_contain_text("Please take")
    with everywhere():
        ResourceProgress.objects.update(seconds_present=60)
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator(".resource-state .status-ok")).to_have_text("Completed")


@pytest.mark.parametrize("language", ["en", "hi"])
def test_axe_finds_nothing_wrong(
    cast: Cast,
    enrolment: Enrolment,
    open_browser: OpenBrowser,
    findings: Callable[[Page], list[str]],
    *,
    language: str,
) -> None:
    paths = [reverse(name, args=[enrolment.public_id]) for name in ("learn", "why", "learn_withdraw")]
    paths += [reverse(name) for name in ("my_learning", "certificates", "verify_form")]
    wrong: list[Any] = []
    for width in (1280, 320):
        page = open_browser(cast.learner, language=language, width=width).new_page()
        for path in paths:
            page.goto(path)
            wrong += [f"{path}: {line}" for line in findings(page)]
            wrong += [f"{path}: wider than {width} px"] if page.evaluate(OVERFLOW) > 0 else []
    assert not wrong, "\n".join(wrong)
