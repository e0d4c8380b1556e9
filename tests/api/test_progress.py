"""The leader's numbers, for a system too."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from courses.authoring.models import Course
from tests.api.conftest import ROOT
from tests.cast import Cast


def test_before_publication_there_is_nothing_to_count(
    cast: Cast, course: Course, make_plan: Any, sign_in: Callable[..., Client]
) -> None:
    version = make_plan(course)
    url = f"{ROOT}organisations/{cast.dopt.public_id}/plans/{version.plan.public_id}/progress/"
    body = sign_in(cast.leader).get(url).json()
    assert (body["whole"], body["below"], body["as_of"], body["is_being_counted"]) == (None, [], None, False)


def test_a_reader_goes_down_the_tree_and_not_beside_it(
    cast: Cast, course: Course, make_plan: Any, in_force: Any, sign_in: Callable[..., Client], assert_queries: Any
) -> None:
    assert cast.creator and cast.exp and cast.leader
    plan = in_force(make_plan(course)).plan
    url = f"{ROOT}organisations/{cast.dopt.public_id}/plans/{plan.public_id}/progress/"
    browser = sign_in(cast.leader)
    browser.get(url)
    with assert_queries("api_plan_progress"):
        body = browser.get(url).json()
    assert [row["organisation"]["code"] for row in body["below"]] == ["ISTM"]
    assert body["whole"]["people"] > body["below"][0]["people"] > 0
    further = browser.get(f"{url}?in={cast.istm.slug}").json()
    assert further["whole"]["organisation"]["code"] == "ISTM"
    assert browser.get(f"{url}?in={cast.exp.slug}").status_code == 404
    assert sign_in(cast.stranger_admin).get(url).status_code == 404


def test_a_name_that_no_organisation_can_have_is_not_there(
    cast: Cast, course: Course, make_plan: Any, sign_in: Callable[..., Client]
) -> None:
    plan = make_plan(course).plan
    url = f"{ROOT}organisations/{cast.dopt.public_id}/plans/{plan.public_id}/progress/"
    assert sign_in(cast.leader).get(f"{url}?in=a%00b").status_code in (400, 404)
