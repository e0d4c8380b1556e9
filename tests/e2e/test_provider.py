"""A provider makes a course in a real browser, with every kind of content; two others release it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from competencies.framework.models import Competency
from tests.cast import Cast
from tests.courses import samples
from tests.courses.conftest import competency, uploads  # noqa: F401
from tests.e2e.material import CLIP, now, press  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]
TITLE = "Answering a Grievance"


def file(name: str, content: bytes) -> dict[str, Any]:
    """A file as the person chooses it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def fill(page: Page, **values: str) -> None:
    """Type into the fields of these names."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def test_a_provider_makes_a_course_and_two_others_release_it(
    cast: Cast,
    competency: Competency,  # noqa: F811 - the fixture
    open_browser: OpenBrowser,
    drain: Callable[[], int],
) -> None:
    people = [cast.content_reviewer, cast.publisher, cast.learner]
    page = open_browser(cast.creator).new_page()
    page.goto(reverse("course_admin_list", args=["istm"]))
    press(page, "New course")
    fill(page, title=TITLE)
    press(page, "Begin the course")
    expect(page.locator("h1")).to_have_text("About the course")
    editor = page.url.removesuffix("details/")
    page.goto(editor)
    expect(page.locator("#checks")).to_contain_text("to mend before review")
    _describe(page)
    page.goto(editor)
    page.locator("#outline").get_by_role("link", name="Add a module").first.click()
    fill(page, title="Receiving it")
    press(page, "Save")
    _add_content(page)
    _add_assessment(page)
    page.goto(editor)
    expect(page.locator("#checks")).to_have_text("Ready for review")
    press(page, "Submit for review")
    expect(page.locator("main")).to_contain_text("The course waits for a decision")
    drain()
    catalogue = open_browser(people[2]).new_page()
    catalogue.goto(f"/catalogue/?q={TITLE}")
    expect(catalogue.locator("main")).not_to_contain_text("Receive and answer")
    for decider in people[:2]:
        _approve(open_browser(decider).new_page())
        drain()
    catalogue.reload()
    catalogue.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(catalogue.locator("h1")).to_have_text(TITLE)
    for part in ("The first day", "How it is done", "The form", "End of the course"):
        expect(catalogue.locator("main")).to_contain_text(part)


def _describe(page: Page) -> None:
    page.locator("section[aria-labelledby=about]").get_by_role("link", name="Change").click()
    fill(page, summary="Receive and answer a grievance in thirty days.", outcomes="Receive one\nAnswer one")
    page.locator("[name=licence]").select_option("CC-BY-4.0")
    page.locator("[name=visibility]").select_option(label="Everyone")
    page.locator("[name=picture]").set_input_files(file("picture.png", samples.png(640, 360)))
    press(page, "Save")
    page.locator("section[aria-labelledby=tags]").get_by_role("link", name="Change").click()
    page.locator("main input[name=q]").fill("Noting")
    press(page, "Search")
    press(page, "Put on the course: Noting")
    expect(page.locator("section[aria-labelledby=on-it]")).to_contain_text("Noting")


def _add_content(page: Page) -> None:
    press(page, "Page")
    fill(page, title="The first day", body="## The first day\n\nRegister it, and **say so** to the citizen.")
    press(page, "Preview")
    expect(page.locator("section[aria-labelledby=preview] strong")).to_have_text("say so")
    press(page, "Save")
    press(page, "Video")
    fill(page, title="How it is done", transcript="A picture, for four seconds.")
    page.locator("[name=file]").set_input_files(file("clip.mp4", b"MZ this is a program"))
    press(page, "Save")
    expect(page.locator(".field-wrong").first).to_be_visible()  # not a video, and nothing that was typed is lost
    expect(page.locator("[name=title]")).to_have_value("How it is done")
    page.locator("[name=file]").set_input_files(CLIP)
    page.locator("[name=captions]").set_input_files(file("clip.vtt", samples.VTT))
    press(page, "Save")
    press(page, "PDF document")
    fill(page, title="The form")
    page.locator("[name=file]").set_input_files(file("form.pdf", samples.pdf()))
    press(page, "Save")
    expect(page.locator("#outline")).to_contain_text("The form")


def _add_assessment(page: Page) -> None:
    editor = page.url
    page.goto(f"{reverse('question_new', args=['istm'])}?kind=single")
    fill(page, stem="Within how many days is it answered?")
    texts = page.locator("main input[name$='-text']")
    texts.nth(0).fill("Thirty")
    texts.nth(1).fill("Ninety")
    page.locator("main input[name$='-right']").nth(0).check()
    press(page, "Add to the bank")
    page.goto(editor)
    press(page, "Assessment")
    press(page, "Make a new paper")
    fill(page, title="End of the course", minutes="10")
    press(page, "Create and add questions")
    press(page, "Add questions")
    page.get_by_label("Within how many days is it answered?").check()
    press(page, "Add what is ticked")
    press(page, "Back to the course")
    fill(page, title="End of the course")
    page.locator("[name=paper]").select_option(index=1)
    press(page, "Save")


def _approve(page: Page) -> None:
    page.goto("/")
    page.get_by_role("region", name="Waiting for your decision").get_by_role("link", name=TITLE).click()
    press(page, "Approve")
    expect(page.locator("#messages")).to_contain_text("You approved")
