"""The pages of papers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from assessments.bank.models import QuestionVersion
from assessments.papers import queries, services
from assessments.papers.models import Paper, PaperVersion
from tests.assessments.conftest import SECRET
from tests.cast import Cast

SignIn = Callable[..., Client]
SETTINGS = {
    "title": "End assessment",
    "title_hi": "अंतिम मूल्यांकन",
    "minutes": "20",
    "attempts_allowed": "2",
    "cool_down_hours": "0",
    "pass_by": "total",
    "pass_percent": "60",
    "negative_percent": "",
    "shuffle": "on",
    "review": "everything",
}


def made(browser: Client, query: str = "") -> Paper:
    assert browser.post(f"/o/istm/papers/new/{query}", SETTINGS).status_code == 302
    return Paper.objects.get()


def test_a_paper_is_made_from_the_bank_and_published(
    cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]
) -> None:
    browser = sign_in(cast.creator)
    paper = made(browser)
    url = f"/o/istm/papers/{paper.public_id}/"
    assert "The paper has no questions yet." in browser.get(url).content.decode()
    assert "How many rupees?" in browser.get(f"{url}pick/?q=rupees").content.decode()
    picked = [str(question.public_id) for question in questions[:3]]
    html = browser.post(f"{url}pick/", {"question": [*picked, "nonsense"]}, follow=True).content.decode()
    assert "3 questions added." in html
    assert "How many rupees?" not in html
    names = [f"item-{question.public_id}" for question in questions[:3]]
    lines = {
        f"{names[0]}-place": "2", f"{names[0]}-section": "1", f"{names[0]}-marks": "2.5",
        f"{names[1]}-place": "1", f"{names[1]}-section": "1", f"{names[1]}-marks": "1",
        f"{names[2]}-place": "3", f"{names[2]}-section": "1", f"{names[2]}-marks": "1", f"{names[2]}-remove": "on",
        "section-1-title": "Rules", "section-1-cut_off_percent": "0",
    }  # fmt: skip
    assert "The questions are saved." in browser.post(f"{url}questions/", lines, follow=True).content.decode()
    version = queries.newest_version(paper)
    [section] = queries.sections_of(version)
    assert [item.question for item in section.items.all()] == [questions[1], questions[0]]
    assert section.title == "Rules"
    assert "no longer changes" in browser.get(f"{url}publish/").content.decode()
    assert "The paper is published." in browser.post(f"{url}publish/", follow=True).content.decode()
    version.refresh_from_db()
    assert (version.state, version.minutes, version.negative_percent) == ("published", 20, 0)


def test_a_paper_without_questions_says_what_is_missing(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.creator)
    html = browser.post(f"/o/istm/papers/{made(browser).public_id}/publish/", follow=True).content.decode()
    assert "Add at least one question to each section before publishing." in html


def test_another_section_number_divides_the_paper(
    cast: Cast, sign_in: SignIn, paper: PaperVersion, now: datetime
) -> None:
    draft = services.next_draft(paper=paper.paper, actor=cast.creator, at=now)
    items = [item for section in queries.sections_of(draft) for item in section.items.all()]
    lines = {"section-1-title": "One", "section-1-cut_off_percent": "40"}
    for number, item in enumerate(items, start=1):
        name = f"item-{item.question.public_id}"
        lines |= {f"{name}-place": str(number), f"{name}-section": "2" if number > 3 else "1", f"{name}-marks": "1"}
    browser = sign_in(cast.creator)
    url = f"/o/istm/papers/{paper.paper.public_id}/"
    assert browser.post(f"{url}questions/", lines).status_code == 302
    sections = list(queries.sections_of(draft))
    assert [len(section.items.all()) for section in sections] == [3, 2]
    assert sections[0].cut_off_percent == 40
    assert 'name="section-2-title"' in browser.get(url).content.decode()


def test_wrong_marks_come_back_with_what_was_typed(
    cast: Cast, sign_in: SignIn, paper: PaperVersion, now: datetime
) -> None:
    draft = services.next_draft(paper=paper.paper, actor=cast.creator, at=now)
    items = [item for section in queries.sections_of(draft) for item in section.items.all()]
    lines = {}
    for number, item in enumerate(items, start=1):
        name = f"item-{item.question.public_id}"
        lines |= {f"{name}-place": str(number), f"{name}-section": "1", f"{name}-marks": "0"}
    answer = sign_in(cast.creator).post(f"/o/istm/papers/{paper.paper.public_id}/questions/", lines)
    assert answer.status_code == 422
    assert "more than 0" in answer.content.decode()
    assert queries.question_count(draft) == 5


def test_wrong_settings_come_back_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.creator)
    answer = browser.post("/o/istm/papers/new/", {**SETTINGS, "pass_percent": "120"})
    assert answer.status_code == 422
    assert 'value="120"' in answer.content.decode()
    url = f"/o/istm/papers/{made(browser).public_id}/"
    assert browser.post(url, {**SETTINGS, "minutes": "0"}).status_code == 422
    assert "The settings are saved." in browser.post(url, {**SETTINGS, "minutes": "45"}, follow=True).content.decode()


def test_a_published_paper_changes_by_a_new_version(cast: Cast, sign_in: SignIn, paper: PaperVersion) -> None:
    browser = sign_in(cast.creator)
    url = f"/o/istm/papers/{paper.paper.public_id}/"
    assert browser.post(url, SETTINGS).status_code == 409
    html = browser.post(f"{url}draft/", follow=True).content.decode()
    assert "Version 2 is a draft you can change." in html


def test_the_preview_shows_no_key(cast: Cast, sign_in: SignIn, paper: PaperVersion) -> None:
    html = sign_in(cast.content_reviewer).get(f"/o/istm/papers/{paper.paper.public_id}/preview/").content.decode()
    assert html.count('class="exam-question"') == 5
    assert SECRET not in html


def test_the_way_back_to_the_course_is_kept_and_only_leads_here(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.creator)
    answer = browser.post("/o/istm/papers/new/?next=/o/istm/courses/", SETTINGS)
    assert answer.url.endswith("?next=%2Fo%2Fistm%2Fcourses%2F")
    assert 'href="/o/istm/courses/"' in browser.get(answer.url).content.decode()
    foreign = browser.get("/o/istm/papers/new/?next=https://evil.example/").content.decode()
    assert "evil.example" not in foreign.replace("%3A", ":").split('<form class="search')[0].split("<main")[1]


def test_reviewers_look_and_strangers_find_nothing(cast: Cast, sign_in: SignIn, paper: PaperVersion) -> None:
    url = f"/o/istm/papers/{paper.paper.public_id}/"
    reviewer = sign_in(cast.content_reviewer)
    assert {reviewer.get(page).status_code for page in ("/o/istm/papers/", url, f"{url}preview/")} == {200}
    assert {reviewer.post(page, SETTINGS).status_code for page in (url, f"{url}questions/", f"{url}draft/")} == {403}
    assert {reviewer.get(page).status_code for page in ("/o/istm/papers/new/", f"{url}pick/", f"{url}publish/")} == {
        403
    }
    for person in (cast.learner, cast.stranger_admin):
        browser = sign_in(person)
        for page in ("/o/istm/papers/", "/o/istm/papers/new/", url, f"{url}preview/", f"{url}pick/", f"{url}publish/"):
            assert browser.get(page).status_code == 404
    assert sign_in(cast.stranger_admin).get(f"/o/mof/papers/{paper.paper.public_id}/").status_code == 404


def test_the_pages_stay_within_their_query_budget(
    cast: Cast, sign_in: SignIn, paper: PaperVersion, assert_queries: Callable[..., Any]
) -> None:
    browser = sign_in(cast.creator)
    for name, url in (("paper_list", "/o/istm/papers/"), ("paper_edit", f"/o/istm/papers/{paper.paper.public_id}/")):
        browser.get(url)
        with assert_queries(name):
            browser.get(url)
