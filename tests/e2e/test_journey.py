"""The main journey in a real browser, each person with one of their own. The workers' part is played by `drain`."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from courses.authoring.models import Course, Resource
from courses.learning import services as learning
from courses.learning.models import Enrolment, ResourceProgress
from igot.accounts.models import User
from igot.accounts.services import register_client
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import everywhere
from tests.cast import PASSWORD, Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.material import SAVED, TITLE, control, course, now, press  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]


def in_browser(open_browser: OpenBrowser, user: User | None, **more: Any) -> Page:
    """A page of the person's own browser."""
    return open_browser(user, **more).new_page()


def heard(page: Page, words: str) -> None:
    """The page tells its reader."""
    expect(page.locator("#messages")).to_contain_text(words)


def test_from_the_plan_to_the_certificate_and_the_leaders_numbers(
    cast: Cast,
    course: Course,  # noqa: F811
    open_browser: OpenBrowser,
    drain: Callable[[], int],
    now: datetime,  # noqa: F811
) -> None:
    assert cast.learner2.organisation == cast.learner.organisation  # a second person who is asked and does nothing
    _the_manager_drafts_and_submits(in_browser(open_browser, cast.manager), cast, now)
    drain()
    _the_commission_returns_it(in_browser(open_browser, cast.reviewer))
    _the_manager_mends_and_submits_again(in_browser(open_browser, cast.manager))
    _the_commission_approves(in_browser(open_browser, cast.reviewer))
    _the_leader_publishes(in_browser(open_browser, cast.leader))
    drain()
    learner = in_browser(open_browser, cast.learner)
    _the_learner_finds_the_course(learner)
    _the_learner_reads_plays_and_opens(learner)
    _the_learner_passes_the_assessment(learner)
    drain()
    serial = _the_learner_has_the_certificate(learner)
    _anybody_verifies_it(in_browser(open_browser, None), serial)
    _the_leader_sees_the_numbers(in_browser(open_browser, cast.leader))
    _a_client_reads_its_subtree(in_browser(open_browser, None), cast, now)


def _the_manager_drafts_and_submits(page: Page, cast: Cast, now: datetime) -> None:  # noqa: F811
    page.goto(reverse("plan_list", args=["dopt"]))
    press(page, "Begin a plan")
    page.get_by_label("Title", exact=True).fill("Annual plan of the Department")
    press(page, "Begin the plan")
    press(page, "Submit to the Capacity Building Commission")
    expect(page.get_by_role("alert")).to_contain_text("cannot be submitted yet")  # it asks for nothing so far
    page.locator("main").get_by_role("link", name="Add a course").last.click()
    page.get_by_role("link", name=re.compile(f"Choose.*{TITLE}")).click()
    page.get_by_label("Mandatory").check()
    page.get_by_label("Due date").fill(day_in_india(now).isoformat())
    page.get_by_label("Everyone in").check()
    control(page, "See whom it reaches").click()
    expect(page.locator("#reach")).to_contain_text(re.compile(r"It reaches \d+ people"))
    expect(page.locator("#reach li", has_text=cast.learner.name)).to_have_count(1)
    press(page, "Save")
    press(page, "Submit to the Capacity Building Commission")
    expect(page.locator(".page-header .status")).to_have_text("Submitted")


def _open_request(page: Page) -> None:
    page.goto("/")
    page.get_by_role("region", name="Waiting for your decision").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("Annual plan of the Department")


def _the_commission_returns_it(page: Page) -> None:
    _open_request(page)
    press(page, "Send back")
    expect(page.locator(".field-wrong")).to_have_count(1)  # why?
    page.get_by_label("Comment").fill("Say why this course is needed.")
    press(page, "Send back")
    heard(page, "was sent back")


def _the_manager_mends_and_submits_again(page: Page) -> None:
    page.goto(reverse("plan_list", args=["dopt"]))
    page.get_by_role("link", name="Annual plan of the Department").first.click()
    expect(page.locator(".note-warn")).to_contain_text("Say why this course is needed.")
    page.locator("main td").get_by_role("link", name="Change").click()
    page.get_by_label("Reason (optional)", exact=True).fill("Half of the notes come back for redrafting.")
    press(page, "Save")
    press(page, "Submit to the Capacity Building Commission")
    expect(page.locator(".page-header .status")).to_have_text("Submitted")


def _the_commission_approves(page: Page) -> None:
    _open_request(page)
    expect(page.locator("main")).to_contain_text("Say why this course is needed.")  # the history is at hand
    press(page, "Approve")
    heard(page, "You approved")


def _the_leader_publishes(page: Page) -> None:
    page.goto(reverse("plan_list", args=["dopt"]))
    page.get_by_role("link", name="Annual plan of the Department").first.click()
    press(page, "Publish")
    page.get_by_label("Number of the office order").fill("A-33011/2/2026-Trg.")
    press(page, "Publish the plan")
    expect(page.locator(".page-header .status")).to_have_text("Published")


def _the_learner_finds_the_course(page: Page) -> None:
    page.goto("/")
    due = page.get_by_role("region", name="To be done")
    expect(due).to_contain_text("Ordered by Department of Personnel and Training")
    due.get_by_role("link", name=re.compile("why this is asked")).click()
    expect(page.locator("main")).to_contain_text("Half of the notes come back for redrafting.")
    page.goto("/")
    due.get_by_role("link", name=TITLE, exact=True).click()
    page.locator(".page-actions button").click()
    expect(page.locator("h1")).to_have_text("What a note is for")


def _the_learner_reads_plays_and_opens(page: Page) -> None:
    done = page.locator("#state-done")
    expect(done).to_be_visible(timeout=25_000)  # the page was open for as long as reading takes
    page.locator("a[rel=next]").click()
    expect(page.locator("#recording")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#recording")).to_have_js_property("ended", True, timeout=15_000)
    expect(done).to_be_visible()
    assert page.locator("video").evaluate("video => video.played.end(0)") > 3
    page.locator("a[rel=next]").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the document").click()
    opened.value.close()


def _the_learner_passes_the_assessment(page: Page) -> None:
    page.locator(".course-outline").get_by_role("link", name="End").click()
    press(page, "Start the assessment")
    expect(page.locator("[data-shown]")).to_contain_text("Time left: 1")
    for stem, right in [("What is a note for?", "Second"), ("Who signs it?", "First")]:
        question = page.locator("[data-question]", has_text=stem)
        question.get_by_label(right).check()
        expect(question.locator("[data-receipt]")).to_have_text(SAVED)
    press(page, "Hand in…")
    expect(page.locator(".confirm-question")).to_contain_text("All 2 questions are answered")
    press(page, "Hand in")
    expect(page.locator("#verdict")).to_contain_text("Passed")
    press(page, "Back to the course")
    expect(page.locator("#course-done")).to_be_visible()


def _the_learner_has_the_certificate(page: Page) -> str:
    page.locator("#course-done").get_by_role("link", name="Your certificate").click()
    page.goto(reverse("certificates"))
    row = page.get_by_role("row", name=TITLE)
    serial = row.locator(".serial").inner_text()
    with page.expect_download() as download:
        row.get_by_role("link", name="Download").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.goto("/passbook/")
    expect(page.locator("main")).to_contain_text("Noting")
    page.goto("/")
    expect(page.get_by_role("region", name="To be done")).to_contain_text("Nothing is due")
    return serial


def _anybody_verifies_it(page: Page, serial: str) -> None:
    page.goto(reverse("verify_form"))
    page.locator("main input[name]:not([type=hidden])").fill(serial.replace("-", " ").lower())
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(f"Certificate {serial}")
    expect(page.locator(".note-ok")).to_contain_text("This certificate holds")
    expect(page.locator("main")).to_contain_text("आशा क्षत्रिय")


def _the_leader_sees_the_numbers(page: Page) -> None:
    page.goto(reverse("plan_list", args=["dopt"]))
    page.locator("main td").get_by_role("link", name="Progress").click()
    expect(page.locator("canvas")).to_be_visible()
    cells = page.locator("table", has_text="People asked").get_by_role("row").nth(1).get_by_role("cell")
    shown = cells.all_inner_texts()
    assert int(shown[1]) == 1, shown  # people done
    with page.expect_download() as download:
        control(page, "Download as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert shown[0] in rows[1]
    cells.first.get_by_role("link").click()
    expect(page.get_by_role("row", name="Asha Learner").first).to_contain_text("Done")


def _a_client_reads_its_subtree(page: Page, cast: Cast, now: datetime) -> None:  # noqa: F811
    scopes = ["plans:read", "learning:read", "organisations:read"]
    client, secret = register_client(name="Reports", organisation=cast.dopt, scopes=scopes, actor=None, at=now)
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    token = page.request.post("/oauth/token/", form=form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    base = f"/api/v1/organisations/{cast.dopt.public_id}"
    for what, least in [("plans", 1), ("assignments", 2), ("completions", 1)]:
        answer = page.request.get(f"{base}/{what}/", headers=headers)
        assert answer.ok, answer.text()
        assert len(answer.json()["results"]) >= least, what
    assert page.request.get(f"{base}/plans/").status == 401
    strangers = f"/api/v1/organisations/{cast.exp.public_id}/plans/"
    assert page.request.get(strangers, headers=headers).status == 404


def test_in_hindi_on_a_phone_without_script_the_course_is_completed(
    cast: Cast,
    course: Course,  # noqa: F811
    open_browser: OpenBrowser,
    drain: Callable[[], int],
    now: datetime,  # noqa: F811
) -> None:
    with everywhere():
        enrolment = learning.enrol(learner=cast.learner, course=course, at=now)
        # A video is measured by script only: this person has played it on another device.
        _report_the_video(enrolment, now)
    page = in_browser(open_browser, cast.learner, width=390, language="hi", java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="जारी रखें").or_(page.get_by_role("link", name=TITLE)).first.click()
    page.goto(reverse("learn", args=[enrolment.public_id]))
    outline = page.locator(".course-outline")
    outline.get_by_role("link", name="टिप्पणी किसलिए").click()
    expect(page.locator("article.prose")).to_contain_text("टिप्पणी निर्णय के लिए है।")
    page.locator("#confirm button").click()
    expect(page.locator("[role=alert]")).to_contain_text("यह बहुत शीघ्र था")
    with everywhere():
        ResourceProgress.objects.update(seconds_present=60)  # a minute of reading goes by
    page.locator("#confirm button").click()
    expect(page.locator(".resource-state .status-ok")).to_be_visible()
    outline.get_by_role("link", name="End").click()
    page.locator("main form button.btn-primary").click()
    first = page.locator("[data-question]", has_text="What is a note for?")
    first.get_by_label("Second").check()
    page.locator("main button[name=step][value=save]").click()
    expect(first.locator("[data-receipt]")).to_contain_text("सहेजा")
    page.locator("[data-question]", has_text="Who signs it?").get_by_label("First").check()
    page.locator("main button[name=step][value=check]").click()
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#verdict")).to_contain_text("उत्तीर्ण")
    page.locator(".page-actions a").click()
    expect(page.locator("#course-done")).to_be_visible()
    drain()
    page.goto(reverse("certificates"))
    expect(page.locator(".serial")).to_have_count(1)


def _report_the_video(enrolment: Enrolment, now: datetime) -> None:  # noqa: F811
    video = Resource.objects.get(module__release=enrolment.release_id, kind="video")
    event = {
        "id": str(uuid4()),
        "resource": str(video.key),
        "session": "tv",
        "seq": 1,
        "kind": "play",
        "ranges": [[0, 4]],
    }
    learning.record_events(enrolment=enrolment, events=[event], at=now)


def test_with_the_keyboard_alone_one_signs_in_opens_a_course_and_answers(
    cast: Cast,
    course: Course,  # noqa: F811
    open_browser: OpenBrowser,
) -> None:
    cast.learner.set_password(PASSWORD)
    cast.learner.save()
    page = in_browser(open_browser, None)
    page.goto("/")
    _reach(page, "input[name=login]")
    page.keyboard.type(cast.learner.email)
    _reach(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    _skip_to_content(page)
    _reach(page, "a[href$='/catalogue/']")
    page.keyboard.press("Enter")
    _skip_to_content(page)
    _reach(page, f"a[href$='/courses/{course.slug}/']")
    page.keyboard.press("Enter")
    _skip_to_content(page)
    _reach(page, ".page-actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/learn/**")
    _skip_to_content(page)
    _reach(page, ".course-outline a", containing="End")
    page.keyboard.press("Enter")
    _skip_to_content(page)
    _reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/**")
    _skip_to_content(page)
    _reach(page, "[data-question] input[type=radio]")
    page.keyboard.press("Space")
    expect(page.locator("#question-1 [data-receipt]")).to_have_text(SAVED)


def _skip_to_content(page: Page) -> None:
    """The first Tab of a page, and Enter, lead past the navigation."""
    page.locator("main h1").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def _reach(page: Page, selector: str, *, containing: str = "", within: int = 60) -> None:
    """Press Tab until the focus is on it, and see that it shows."""
    for _step in range(within):
        page.keyboard.press("Tab")
        focus = page.evaluate_handle("document.activeElement")
        if page.evaluate(
            "([on, css, text]) => on.matches(css) && on.textContent.includes(text)", [focus, selector, containing]
        ):
            style = page.evaluate(
                "on => { const s = getComputedStyle(on); return s.outlineStyle + s.boxShadow }", focus
            )
            assert style != "nonenone", f"{selector} does not show its focus"
            return
    raise AssertionError(f"{selector} is not reached by {within} tabs on {page.url}")
