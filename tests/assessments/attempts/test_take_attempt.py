"""The learner's pages."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from assessments.attempts import queries, services
from assessments.attempts.models import Answer, Attempt
from assessments.papers.models import PaperVersion
from igot.kernel.clock import now as present
from igot.kernel.tenancy import everywhere
from tests.assessments.conftest import SECRET, all_right, answers_of, places
from tests.cast import Cast

SignIn = Callable[..., Client]


def page(attempt: Attempt, name: str = "") -> str:
    return f"/attempts/{attempt.public_id}/{name}"


def visible(attempt: Attempt, **chosen: list[str]) -> dict[str, list[str]]:
    """A posted form that shows every question; `chosen` by kind gives what the browser sends."""
    form: dict[str, list[str]] = {"shown": []}
    for kind, place in places(attempt).items():
        form["shown"].append(str(place))
        if kind in chosen:
            form[f"answer-{place}"] = chosen[kind]
    return form


def number_of(attempt: Attempt, kind: str, option: str) -> str:
    asked = next(asked for asked in queries.questions_of(attempt) if asked.question.kind == kind)
    return str(asked.option_order.index(option) + 1)


def test_the_page_shows_every_question_and_the_time(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.learner).get(page(live)).content.decode()
    assert html.split("<main")[1].split("</main>")[0].count("<fieldset") == 5
    assert html.count("<h1") == 1
    assert "What is a note for?" in html
    assert 1780 <= int(re.search(r'data-seconds="(\d+)"', html)[1]) <= 1800


def test_neither_keys_nor_explanations_reach_the_browser_before_release(
    live: Attempt, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.learner)
    browser.post(page(live), visible(live, fill=["wrong"], numeric=["1"]))
    api = f"/api/v1/attempts/{live.public_id}/"
    place = places(live)["fill"]
    put = browser.put(f"{api}answers/{place}/", json.dumps({"response": "x", "sequence": 9}), "application/json")
    assert put.status_code == 200
    seen = [browser.get(page(live)), browser.get(page(live, "submit/")), browser.get(api), put]
    for answer in seen:
        assert answer.status_code == 200
        text = answer.content.decode()
        for secret in (SECRET, 'टिप्पण"', 'noting"', "150000", '"key"', '"correct"', "option_order", str(live.seed)):
            assert secret not in text
    assert browser.get(page(live, "result/")).status_code == 302


def test_options_are_numbered_as_shown_and_their_ids_stay_here(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.learner).get(page(live)).content.decode()
    assert set(re.findall(r'name="answer-\d+" value="([^"]*)"', html)) <= {"1", "2", "3", ""}


def test_saving_without_javascript_keeps_what_is_visible(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.learner)
    chosen = number_of(live, "single", "b")
    answer = browser.post(page(live), visible(live, single=[chosen], fill=["noting"]), follow=True)
    assert "2 answers saved." in answer.content.decode()
    assert 'value="noting"' in answer.content.decode()
    with everywhere():
        assert answers_of(live)[places(live)["single"]].response == ["b"]
    browser.post(page(live), visible(live, single=[chosen], fill=["noting"]))
    assert Answer.objects.count() == 2


def test_handing_in_says_how_many_questions_are_unanswered(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.learner)
    answer = browser.post(page(live), {**visible(live, fill=["noting"]), "step": ["check"]}, follow=True)
    assert "4 of 5 questions are unanswered." in answer.content.decode()
    live.refresh_from_db()
    assert live.state == Attempt.State.IN_PROGRESS


def test_handing_in_shows_the_result(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    form = visible(
        live,
        single=[number_of(live, "single", "b")],
        multiple=[number_of(live, "multiple", "a"), number_of(live, "multiple", "c")],
        true_false=["1"],
        numeric=["१,५०,०००"],
        fill=["टिप्पण"],
    )
    html = sign_in(cast.learner).post(page(live, "submit/"), form, follow=True).content.decode()
    assert "Passed" in html
    assert "100 %" in html
    assert f"{SECRET} of fill" in html
    assert "attempt is left" not in html


def test_who_has_not_passed_learns_how_often_they_may_try_again(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.learner).post(page(live, "submit/"), visible(live), follow=True).content.decode()
    assert "Not passed" in html
    assert "1 attempt is left." in html


def test_handing_in_twice_leads_to_the_same_result(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.learner)
    for form in (visible(live, fill=["noting"]), visible(live)):
        assert browser.post(page(live, "submit/"), form).url == page(live, "result/")
    live.refresh_from_db()
    assert live.marks == 2


def test_a_tampered_choice_is_refused_and_nothing_is_lost(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.learner)
    browser.post(page(live), visible(live, fill=["noting"]))
    answer = browser.post(page(live), visible(live, single=["b"], fill=["noting"]))
    assert answer.status_code == 422
    assert 'value="noting"' in answer.content.decode()


def test_an_overdue_attempt_leads_to_its_result(begin: Callable[..., Attempt], cast: Cast, sign_in: SignIn) -> None:
    overdue = begin(at=present() - timedelta(hours=1))
    html = sign_in(cast.learner).get(page(overdue), follow=True).content.decode()
    assert "The time ran out; the answers saved until then were marked." in html


def test_answers_posted_too_late_are_refused_with_a_reason(
    begin: Callable[..., Attempt], cast: Cast, sign_in: SignIn
) -> None:
    overdue = begin(at=present() - timedelta(hours=1))
    html = sign_in(cast.learner).post(page(overdue), visible(overdue, fill=["noting"]), follow=True).content.decode()
    assert "The answers saved before count; these do not." in html
    assert not Answer.objects.exists()


def test_a_second_device_takes_over_with_a_notice(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    first, second = sign_in(cast.learner), sign_in(cast.learner)
    notice = "This attempt was open on another device."
    assert notice not in first.get(page(live)).content.decode()
    assert notice not in first.get(page(live)).content.decode()
    assert notice in second.get(page(live)).content.decode()
    place = places(live)["fill"]
    kept = first.put(
        f"/api/v1/attempts/{live.public_id}/answers/{place}/",
        json.dumps({"response": "noting", "sequence": 1}),
        "application/json",
    )
    assert kept.status_code == 200


@pytest.mark.parametrize("name", ["", "submit/", "result/"])
def test_another_persons_attempt_is_not_found(live: Attempt, cast: Cast, sign_in: SignIn, name: str) -> None:
    for person in (cast.learner2, cast.stranger, cast.creator, cast.admin, cast.platform_admin):
        assert sign_in(person).get(page(live, name)).status_code == 404
        if name != "result/":
            assert sign_in(person).post(page(live, name), visible(live)).status_code == 404


@pytest.mark.parametrize("name", ["", "submit/", "result/"])
def test_a_signed_out_person_is_asked_to_sign_in(live: Attempt, sign_in: SignIn, name: str) -> None:
    answer = sign_in(None).get(page(live, name))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


def test_what_is_right_is_told_once_nothing_hangs_on_it(
    begin: Callable[..., Attempt], cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.learner)
    first = begin(at=present())
    services.submit(attempt=first, answers={}, at=present())
    html = browser.get(page(first, "result/")).content.decode()
    assert "What is a note for?" in html and "Disposal of the case" not in html and SECRET not in html
    assert "once you have passed" in html
    second = begin(at=present())
    services.submit(attempt=second, answers={}, at=present())
    assert SECRET in browser.get(page(first, "result/")).content.decode()


@pytest.mark.parametrize(("review", "sees_marks"), [("nothing", False), ("marks", True)])
def test_the_result_shows_no_more_than_the_review_policy_says(
    begin: Callable[..., Attempt],
    make_paper: Callable[..., PaperVersion],
    cast: Cast,
    sign_in: SignIn,
    review: str,
    sees_marks: bool,
) -> None:
    attempt = begin(version=make_paper(review=review), at=present())
    services.submit(attempt=attempt, answers={1: None}, at=present())
    html = sign_in(cast.learner).get(page(attempt, "result/")).content.decode()
    assert ("Question by question" in html) == sees_marks
    assert SECRET not in html
    assert "Disposal of the case" not in html


def test_the_result_says_when_the_next_attempt_is_possible_and_leads_back(
    begin: Callable[..., Attempt], make_paper: Callable[..., PaperVersion], cast: Cast, sign_in: SignIn
) -> None:
    attempt = begin(version=make_paper(cool_down_hours=24), at=present(), back_url="/learn/there/")
    services.submit(attempt=attempt, at=present())
    html = sign_in(cast.learner).get(page(attempt, "result/")).content.decode()
    assert "The next one is possible from" in html
    assert 'href="/learn/there/"' in html
    assert "Not passed" in html


def test_the_page_speaks_hindi(live: Attempt, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.learner)
    browser.cookies["language"] = "hi"
    html = browser.get(page(live)).content.decode()
    assert "टिप्पणी किसलिए?" in html
    assert "अनुत्तरित" in html
    assert "सत्य" in html


def test_the_pages_stay_within_their_query_budget(
    live: Attempt, cast: Cast, sign_in: SignIn, assert_queries: Callable
) -> None:
    browser = sign_in(cast.learner)
    browser.get(page(live))
    with assert_queries("attempt"):
        browser.get(page(live))
    services.submit(attempt=live, answers=all_right(live), at=present())
    with assert_queries("attempt_result"):
        browser.get(page(live, "result/"))


def test_a_whole_sitting_of_five_answers_stays_within_its_query_budget(
    live: Attempt, cast: Cast, sign_in: SignIn, assert_queries: Callable
) -> None:
    browser = sign_in(cast.learner)
    browser.get("/")
    with assert_queries("attempt_whole"):
        browser.get(page(live))
        for place in range(1, 6):
            body = {"response": None, "sequence": 1}
            browser.put(f"/api/v1/attempts/{live.public_id}/answers/{place}/", body, "application/json")
        browser.post(page(live, "submit/"))
        assert browser.get(page(live, "result/")).status_code == 200
