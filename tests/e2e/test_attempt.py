"""The attempt page in a real browser: answers are saved as given, survive a lost connection and a second tab."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assessments.attempts.models import Answer, Attempt
from courses.authoring.models import Course
from courses.learning import services
from igot.kernel.clock import now as the_present
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, draft, make_draft, paper, publish, published_course, uploads  # noqa: F401
from tests.e2e.material import SAVED, now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]


@pytest.fixture
def begun(cast: Cast, now: datetime, published_course: Course, open_browser: OpenBrowser) -> Page:  # noqa: F811
    """The attempt page, just begun."""
    with everywhere():
        enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    page = open_browser(cast.learner).new_page()
    page.goto(reverse("learn", args=[enrolment.public_id]))
    page.locator(".course-outline").get_by_role("link", name="End").click()
    page.get_by_role("button", name="Start the assessment").click()
    expect(page.locator("[data-question]")).to_have_count(2)
    return page


def option(page: Page, question: int, text: str) -> Locator:
    """The option with these words."""
    return page.locator(f"#question-{question}").get_by_label(text)


def receipt(page: Page, question: int) -> Locator:
    """What is said of the saving of an answer."""
    return page.locator(f"#question-{question} [data-receipt]")


def kept() -> list[list[str]]:
    """The latest answers, as they are stored."""
    with everywhere():
        answers = Answer.objects.select_related("asked").order_by("asked__place", "sequence")
        return list({answer.asked.place: answer.response for answer in answers}.values())


def test_each_answer_is_saved_as_it_is_given_and_says_when(
    begun: Page, complaints: Callable[[Page], list[str]]
) -> None:
    said = complaints(begun)
    option(begun, 1, "First").check()
    expect(receipt(begun, 1)).to_have_text(SAVED)
    expect(begun.locator("[data-state='1']")).to_have_text("answered")
    expect(begun.locator("[data-state='2']")).to_have_text("not answered")
    assert len(kept()) == 1
    begun.reload()
    expect(option(begun, 1, "First")).to_be_checked()
    expect(receipt(begun, 1)).to_have_text(SAVED)
    assert not said


def test_an_answer_given_without_a_connection_is_saved_when_it_is_back(begun: Page) -> None:
    begun.context.set_offline(True)
    option(begun, 2, "Second").check()
    expect(receipt(begun, 2)).to_have_text("not saved yet")
    expect(begun.locator("[data-trouble]")).to_contain_text("There is no connection")
    assert not kept()
    begun.context.set_offline(False)
    expect(receipt(begun, 2)).to_have_text(SAVED)
    expect(begun.locator("[data-trouble]")).to_be_hidden()
    assert len(kept()) == 1


def test_handing_in_without_a_connection_stays_on_the_page_and_loses_nothing(begun: Page) -> None:
    begun.context.set_offline(True)
    option(begun, 2, "Second").check()
    begun.get_by_role("button", name="Hand in…").click()
    expect(begun.locator("[data-trouble]")).to_contain_text("There is no connection")
    expect(begun.locator("[data-trouble]")).to_be_in_viewport()
    expect(option(begun, 2, "Second")).to_be_checked()
    begun.context.set_offline(False)
    begun.get_by_role("button", name="Hand in…").click()
    begun.wait_for_url("**/submit/")
    assert len(kept()) == 1


def test_in_two_tabs_the_answer_given_last_stays(begun: Page) -> None:
    other = begun.context.new_page()
    other.goto(begun.url)
    option(begun, 1, "First").check()
    expect(receipt(begun, 1)).to_have_text(SAVED)
    option(other, 1, "Second").check()  # it still counts from nothing, and catches up by itself
    expect(receipt(other, 1)).to_have_text(SAVED)
    begun.reload()
    expect(option(begun, 1, "Second")).to_be_checked()


def test_an_answer_given_while_signed_out_is_saved_after_signing_in_elsewhere(begun: Page) -> None:
    (session,) = [cookie for cookie in begun.context.cookies() if cookie["name"] == "sessionid"]
    begun.context.clear_cookies(name="sessionid")
    option(begun, 1, "First").check()
    expect(begun.locator("[data-trouble]")).to_contain_text("You are signed out")
    begun.context.add_cookies([session])
    expect(receipt(begun, 1)).to_have_text(SAVED, timeout=15_000)
    assert len(kept()) == 1


def test_when_the_time_is_over_the_page_hands_in_what_it_has(begun: Page) -> None:
    option(begun, 1, "First").check()
    expect(receipt(begun, 1)).to_have_text(SAVED)
    with everywhere():
        Attempt.objects.update(deadline_at=the_present() + timedelta(seconds=3))
    begun.reload()
    expect(begun.locator("[data-shown]")).to_contain_text("0:0")
    begun.wait_for_url("**/result/")
    with everywhere():
        assert Attempt.objects.get().submitted_at is not None


def test_when_the_time_is_over_without_a_connection_it_is_handed_in_later(begun: Page) -> None:
    with everywhere():
        Attempt.objects.update(deadline_at=the_present() + timedelta(seconds=4))
    begun.reload()
    begun.context.set_offline(True)
    option(begun, 1, "First").check()
    expect(begun.locator("[data-trouble]")).to_contain_text("The time is over", timeout=15_000)
    begun.context.set_offline(False)
    begun.wait_for_url("**/result/")
    assert len(kept()) == 1
