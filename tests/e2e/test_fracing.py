"""A FRACing cycle in a real browser: from the author's spreadsheet to what a learner's work asks, in both languages."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from competencies.framework.sheet import HEADINGS
from igot.accounts.models import User
from igot.imports import services as imports
from igot.imports.models import Job
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.competencies.conftest import dictionary, position  # noqa: F401
from tests.competencies.framework.conftest import fracers  # noqa: F401
from tests.courses.conftest import uploads  # noqa: F401
from tests.e2e.material import now  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("uploads")]
NAMES = {"en": "Minute taking", "hi": "कार्यवृत्त लेखन"}
NEW = {
    "Code*": "FUN-500",
    "Type*": "Functional",
    "Name*": NAMES["en"],
    "Name in Hindi": NAMES["hi"],
    "Definition*": "Takes the minutes of a meeting.",
    "Scale": "FRAC five levels",
    **{f"Level {number}": f"Takes minutes, {number}" for number in range(1, 6)},
}
BROKEN = {**NEW, "Code*": "FUN-501", "Name*": "", "Level 3": ""}


def sheet(headings: tuple[str, ...], *rows: dict[str, str]) -> dict[str, Any]:
    """A spreadsheet as somebody chooses it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=headings)
    writer.writeheader()
    writer.writerows(rows)
    return {"name": "sheet.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_spreadsheet_becomes_what_a_learners_work_asks(
    cast: Cast,
    position: None,  # noqa: F811
    fracers: SimpleNamespace,  # noqa: F811
    open_browser: Callable[..., BrowserContext],
    drain: Callable[[], int],
    now: datetime,  # noqa: F811
    language: str,
) -> None:
    name = NAMES[language]

    def page_of(user: User, **more: Any) -> Page:
        return open_browser(user, language=language, **more).new_page()

    def bring(page: Page, kind: str, file: dict[str, Any], refused: int) -> None:
        """Upload, let the workers check, look at what is wrong, apply what is right."""
        page.locator("[name=kind]").select_option(kind)
        page.locator("[name=file]").set_input_files(file)
        with page.expect_navigation():
            page.locator("main form[enctype] button").click()
        _work(now)
        page.reload()
        expect(page.locator(".plain-list .status-bad")).to_have_count(refused)
        with page.expect_navigation():
            page.locator("form[action$='/apply/'] button").click()
        _work(now)
        drain()
        page.reload()

    author = page_of(fracers.author)
    author.goto(reverse("frac", args=["dopt"]))
    author.locator("main a[href*='kind=competencies']").click()
    bring(author, "competencies", sheet(HEADINGS, NEW, BROKEN), refused=1)
    author.locator(f"main a[href='{reverse('frac', args=['dopt'])}']").click()
    expect(author.locator("tbody")).to_contain_text(name)

    for decider in (fracers.technical, fracers.board):
        page = page_of(decider, width=390)
        page.goto("/")
        page.get_by_role("link", name=name).click()
        page.locator(".facts + p a").click()  # the wording in full
        expect(page.locator("main")).to_contain_text("Takes the minutes of a meeting.")
        with page.expect_navigation():
            page.locator("button[value=approve]").click()
        expect(page.locator("#messages")).to_contain_text(name)
        drain()

    author.goto(f"{reverse('frac', args=['dopt'])}?status=approved")
    author.get_by_role("link", name=name).click()
    expect(author.locator("#next")).to_be_visible()  # it is in force, and no work asks for it yet

    learner = page_of(cast.learner)
    learner.goto(reverse("passbook_work"))
    expect(learner.locator("main")).not_to_contain_text(name)

    administrator = page_of(cast.admin)
    administrator.goto(reverse("imports", args=["dopt"]))
    headings = ("Designation*", "Competency SubTheme*", "Level", "Criticality")
    wish = {headings[0]: "Section Officer", headings[1]: "FUN-500", "Level": "3", "Criticality": "3"}
    places = ("Competency Area*", "Competency Theme*")
    bring(administrator, "designation-competencies", sheet((*headings, *places), wish), refused=0)

    learner.reload()
    row = learner.locator("figure tbody tr", has_text=name)
    expect(row.locator("td.number")).to_have_text(["3", "0"])
    expect(learner.locator("canvas")).to_be_visible()
    learner.goto("/")
    expect(learner.locator("section[aria-labelledby=gaps-title]")).to_contain_text(name)
    author.reload()
    expect(author.locator("#next")).to_have_count(0)


def _work(now: datetime) -> None:  # noqa: F811
    """What the workers do with a sheet."""
    with everywhere():
        for job in Job.objects.exclude(state__in=["failed", "undone"]):
            while imports.work(job_id=str(job.public_id), at=now):
                pass
