"""The pages of the question bank."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.bank import queries
from assessments.bank.models import QuestionVersion
from tests.cast import Cast

SignIn = Callable[..., Client]
COMMON = {"stem": "Which?", "stem_hi": "कौन-सा?", "explanation": "Because.", "difficulty": "2"}
LINES = {
    "options-TOTAL_FORMS": "4",
    "options-INITIAL_FORMS": "0",
    "options-0-text": "One",
    "options-0-text_hi": "एक",
    "options-0-right": "on",
    "options-1-text": "Two",
    "options-3-text": "Four",
}


def new(kind: str) -> str:
    return f"/o/istm/questions/new/?kind={kind}"


@pytest.mark.parametrize(
    ("kind", "fields", "key"),
    [
        ("single", LINES, {"options": ["a"]}),
        ("multiple", {**LINES, "options-3-right": "on"}, {"options": ["a", "c"]}),
        ("true_false", {"right": "false"}, {"options": ["false"]}),
        ("numeric", {"number": "1,50,000", "tolerance": "0.5"}, {"number": "150000", "tolerance": "0.5"}),
        ("fill", {"texts": "noting\r\nटिप्पण\r\n"}, {"texts": ["noting", "टिप्पण"]}),
    ],
)
def test_each_kind_is_written_in_a_form(
    cast: Cast, sign_in: SignIn, kind: str, fields: dict[str, str], key: dict[str, Any]
) -> None:
    browser = sign_in(cast.creator)
    assert browser.get(new(kind)).status_code == 200
    answer = browser.post(new(kind), {**COMMON, **fields})
    assert answer.url == "/o/istm/questions/"
    version = QuestionVersion.objects.get()
    assert (version.kind, version.key, version.translations["hi"]["stem"]) == (kind, key, "कौन-सा?")
    page = browser.get(f"/o/istm/questions/{version.question.public_id}/")
    assert "Because." in page.content.decode()


def test_a_kind_is_chosen_first(cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.creator).get("/o/istm/questions/new/").content.decode()
    assert all(f"?kind={kind}" in html for kind in QuestionVersion.Kind.values)


def test_further_lines_keep_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.creator).post(new("single"), {**COMMON, **LINES, "more": "1"}).content.decode()
    assert html.count('-text"') >= 6
    assert 'value="Four"' in html
    assert "Because." in html
    assert not QuestionVersion.objects.exists()


def test_a_form_without_a_right_answer_comes_back_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    lines = {name: value for name, value in LINES.items() if not name.endswith("right")}
    answer = sign_in(cast.creator).post(new("single"), {**COMMON, **lines})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Mark which option is right." in html
    assert 'value="Two"' in html


def test_saving_a_question_makes_a_new_version_and_keeps_option_ids(
    cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]
) -> None:
    question = questions[0].question
    url = f"/o/istm/questions/{question.public_id}/"
    fields = {
        **COMMON,
        "options-TOTAL_FORMS": "3",
        "options-INITIAL_FORMS": "3",
        "options-0-id": "b",
        "options-0-text": "Disposal",
        "options-0-right": "on",
        "options-1-id": "",
        "options-1-text": "New one",
        "options-2-id": "c",
        "options-2-text": "Decoration",
    }
    html = sign_in(cast.creator).post(url, fields, follow=True).content.decode()
    assert "Saved as version 2." in html
    newest = queries.versions_of(question)[0]
    assert [option["id"] for option in newest.options] == ["b", "a", "c"]
    assert newest.key == {"options": ["b"]}


def test_a_reviewer_reads_and_does_not_write(cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]) -> None:
    browser = sign_in(cast.content_reviewer)
    url = f"/o/istm/questions/{questions[0].question.public_id}/"
    assert browser.get("/o/istm/questions/").status_code == 200
    assert browser.get(url).status_code == 200
    assert browser.post(url, COMMON).status_code == 403
    assert browser.get(new("single")).status_code == 403
    assert browser.post(f"{url}archive/").status_code == 403


def test_a_stranger_gets_not_found(cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]) -> None:
    question = questions[0].question.public_id
    for person in (cast.learner, cast.stranger, cast.stranger_admin):
        browser = sign_in(person)
        for name in ("", "new/", f"{question}/"):
            assert browser.get(f"/o/istm/questions/{name}").status_code == 404
    cast.grant(cast.stranger_admin, "content_creator", cast.exp)
    assert sign_in(cast.stranger_admin).get(f"/o/exp/questions/{question}/").status_code == 404


def test_a_question_is_archived_and_offered_again(
    cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]
) -> None:
    browser = sign_in(cast.creator)
    url = f"/o/istm/questions/{questions[0].question.public_id}/"
    assert "Papers that hold it keep it." in browser.post(f"{url}archive/", follow=True).content.decode()
    assert "What is a note for?" not in browser.get("/o/istm/questions/").content.decode()
    assert "What is a note for?" in browser.get("/o/istm/questions/?archived=on").content.decode()
    browser.post(f"{url}archive/", {"restore": "1"})
    assert "What is a note for?" in browser.get("/o/istm/questions/").content.decode()


def test_the_list_is_narrowed_and_says_what_to_do_when_empty(
    cast: Cast, sign_in: SignIn, questions: list[QuestionVersion]
) -> None:
    browser = sign_in(cast.creator)
    html = browser.get("/o/istm/questions/?q=rupees&kind=numeric&competency=nonsense").content.decode()
    assert "How many rupees?" in html
    assert "What is a note for?" not in html
    assert "No question matches." in browser.get("/o/istm/questions/?q=zebra").content.decode()
    cast.grant(cast.creator, "content_creator", cast.dopt)
    assert "The bank is empty." in browser.get("/o/dopt/questions/").content.decode()


def test_the_list_stays_within_its_query_budget(
    cast: Cast, sign_in: SignIn, questions: list[QuestionVersion], assert_queries: Callable[..., Any]
) -> None:
    browser = sign_in(cast.creator)
    browser.get("/o/istm/questions/")
    with assert_queries("question_list"):
        browser.get("/o/istm/questions/")
