"""The Commission decides by the API as on the pages."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from capacity_plans.plans import services as plans
from capacity_plans.plans.models import PlanVersion
from courses.authoring.models import Course
from igot.approvals import queries
from igot.approvals.models import Request
from igot.kernel.tenancy import subtree
from tests.api.conftest import ROOT, System
from tests.cast import Cast

SignIn = Callable[..., Client]


@pytest.fixture
def submitted(cast: Cast, make_plan: Any, course: Course, now: datetime) -> PlanVersion:
    version = make_plan(course)
    with subtree(cast.dopt):
        plans.submit_plan(version=version, actor=cast.manager, at=now)
    return version


def request_about(version: PlanVersion) -> Request:
    return queries.history("capacity_plans.plan", version.public_id)[0]


def post(browser: Client, request: Request, verb: str, **body: Any) -> Any:
    return browser.post(f"{ROOT}approvals/{request.public_id}/{verb}/", json.dumps(body), "application/json")


def test_what_waits_for_a_person_and_what_they_asked_for(cast: Cast, submitted: PlanVersion, sign_in: SignIn) -> None:
    waiting = sign_in(cast.reviewer).get(f"{ROOT}approvals/").json()["results"]
    assert [(row["subject"], row["state"]) for row in waiting] == [(str(submitted.public_id), "pending")]
    manager = sign_in(cast.manager)
    assert manager.get(f"{ROOT}approvals/").json()["results"] == []
    asked = manager.get(f"{ROOT}approvals/?asked=true").json()["results"]
    assert [row["public_id"] for row in asked] == [waiting[0]["public_id"]]


def test_the_reviewer_returns_with_a_comment_then_approves(
    cast: Cast, submitted: PlanVersion, sign_in: SignIn, now: datetime
) -> None:
    reviewer = sign_in(cast.reviewer)
    silent = post(reviewer, request_about(submitted), "return")
    assert (silent.status_code, silent.json()["errors"][0]["field"]) == (422, "comment")
    returned = post(reviewer, request_about(submitted), "return", comment="Name the source.")
    assert (returned.status_code, returned.json()["state"]) == (200, "returned")
    assert returned.json()["steps"][0]["comment"] == "Name the source."
    submitted.refresh_from_db()
    with subtree(cast.dopt):
        plans.submit_plan(version=submitted, actor=cast.manager, at=now)
    approved = post(reviewer, request_about(submitted), "approve", step=1)
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")
    submitted.refresh_from_db()
    assert submitted.state == PlanVersion.State.APPROVED
    assert post(reviewer, request_about(submitted), "approve").status_code == 409


def test_only_the_one_who_asked_takes_it_back(cast: Cast, submitted: PlanVersion, sign_in: SignIn) -> None:
    request = request_about(submitted)
    assert post(sign_in(cast.reviewer), request, "withdraw").status_code == 403
    answer = post(sign_in(cast.manager), request, "withdraw")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    submitted.refresh_from_db()
    assert submitted.state == PlanVersion.State.DRAFT


def test_strangers_find_nothing_and_systems_do_not_decide(
    cast: Cast, submitted: PlanVersion, sign_in: SignIn, system: Callable[..., System]
) -> None:
    request = request_about(submitted)
    stranger = sign_in(cast.stranger_admin)
    assert stranger.get(f"{ROOT}approvals/{request.public_id}/").status_code == 404
    for verb in ("approve", "return", "withdraw"):
        assert post(stranger, request, verb, comment="no").status_code == 404
    answer = system("plans:read").post(f"approvals/{request.public_id}/approve/", {})
    assert answer.status_code == 403
    assert post(sign_in(cast.manager), request, "approve").status_code == 403


def test_the_list_takes_the_same_queries_however_long(
    cast: Cast,
    submitted: PlanVersion,
    make_plan: Any,
    course: Course,
    now: datetime,
    sign_in: SignIn,
    assert_queries: Any,
) -> None:
    browser = sign_in(cast.reviewer)
    browser.get(f"{ROOT}approvals/")
    with assert_queries("api_approvals"):
        assert len(browser.get(f"{ROOT}approvals/").json()["results"]) == 1
    with subtree(cast.dopt):
        plans.submit_plan(version=make_plan(course, kind="special"), actor=cast.manager, at=now)
        plans.submit_plan(
            version=make_plan(course, year=2027, due_on=now.date().replace(year=2027)), actor=cast.manager, at=now
        )
    with assert_queries("api_approvals"):
        assert len(browser.get(f"{ROOT}approvals/").json()["results"]) == 3
