"""A system of one ministry reads everything of its own, and nothing of another's."""

import json
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from igot.accounts import services as accounts
from igot.accounts.models import ApiClient
from igot.kernel.tenancy import subtree
from tests.api.conftest import ROOT, System
from tests.cast import Cast

SCOPES = ("plans:read", "learning:read", "changes:read")
MakeSystem = Callable[..., System]


@pytest.fixture
def two_ministries(
    cast: Cast, make_course: Any, make_plan: Any, in_force: Any, complete: Any, drain: Any, settings: Any
) -> SimpleNamespace:
    """DoPT's plan in force, met by one of its people; a stranger of Finance has completed the same course."""
    settings.CHANGES_SETTLE_SECONDS = 0
    assert cast.learner2 and cast.istm
    course = make_course()
    plan = in_force(make_plan(course)).plan
    complete(cast.learner, course)
    complete(cast.stranger, course)
    drain()
    return SimpleNamespace(course=course, plan=plan)


def test_a_system_of_dopt_reads_its_plans_people_and_changes_page_by_page(
    cast: Cast, two_ministries: SimpleNamespace, system: MakeSystem
) -> None:
    dopt = system(*SCOPES)
    own = f"organisations/{cast.dopt.public_id}/"
    plans = dopt.every(f"{own}plans/?limit=1")
    assert [plan["id"] for plan in plans] == [str(two_ministries.plan.public_id)]
    assert dopt.get(f"{own}plans/{plans[0]['id']}/").json()["items"][0]["course"] == str(
        two_ministries.course.public_id
    )
    assignments = dopt.every(f"{own}assignments/?limit=2")
    assert len(assignments) > 2
    assert len({row["id"] for row in assignments}) == len(assignments)
    met = [row for row in assignments if row["state"] == "met"]
    assert [row["learner"]["email"] for row in met] == ["learner@test.example"]
    for what in ("enrolments", "completions", "certificates"):
        rows = dopt.every(f"{own}{what}/?limit=1")
        assert {row["learner"]["email"] for row in rows} == {"learner@test.example"}, what
    progress = dopt.get(f"{own}plans/{plans[0]['id']}/progress/").json()
    assert (progress["whole"]["met"], progress["whole"]["people_done"]) == (1, 1)
    assert progress["whole"]["people"] == len(assignments)
    assert progress["as_of"] and progress["definition"]["overdue"]


def test_changes_are_followed_to_the_end_and_hold_nothing_of_another_ministry(
    cast: Cast, two_ministries: SimpleNamespace, system: MakeSystem
) -> None:
    dopt = system(*SCOPES)
    rows = dopt.every("changes/?limit=7")
    numbers = [row["id"] for row in rows]
    assert numbers == sorted(set(numbers))
    assert {"courses.CourseCompleted", "courses.CertificateIssued", "capacity_plans.PlanPublished"} <= {
        row["kind"] for row in rows
    }
    text = json.dumps(rows)
    assert str(cast.exp.public_id) not in text and str(cast.stranger.public_id) not in text
    assert not any(person.name in text for person in (cast.learner, cast.leader, cast.manager))


def test_what_is_anothers_is_not_there(cast: Cast, two_ministries: SimpleNamespace, system: MakeSystem) -> None:
    dopt = system(*SCOPES)
    for what in ("plans", "assignments", "enrolments", "completions", "certificates", "courses"):
        answer = dopt.get(f"organisations/{cast.exp.public_id}/{what}/")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), what
    finance = system(*SCOPES, organisation=cast.mof)
    plan = f"plans/{two_ministries.plan.public_id}/"
    for path in (plan, f"{plan}progress/"):
        assert finance.get(f"organisations/{cast.dopt.public_id}/{path}").status_code == 404
        assert finance.get(f"organisations/{cast.mof.public_id}/{path}").status_code == 404
    rows = finance.every(f"organisations/{cast.mof.public_id}/completions/")
    assert [row["learner"]["email"] for row in rows] == ["stranger@test.example"]


def test_a_token_does_what_its_scopes_say_and_no_more(
    cast: Cast, two_ministries: SimpleNamespace, system: MakeSystem
) -> None:
    own = f"organisations/{cast.dopt.public_id}/"
    reader = system("plans:read")
    assert reader.get(f"{own}plans/").status_code == 200
    for path in (f"{own}enrolments/", f"{own}completions/", f"{own}certificates/", "changes/", "catalogue/"):
        assert reader.get(path).status_code == 403, path
    narrowed = system("plans:read", "learning:read")
    assert narrowed.sign_in("learning:read")["scope"] == "learning:read"
    assert narrowed.get(f"{own}plans/").status_code == 403
    assert reader.post(f"{own}plans/", {"year": 2026, "title": "By a system"}).status_code == 403
    assert reader.post(f"{own}courses/", {"title": "By a system"}).status_code == 403
    assert reader.get("approvals/").status_code == 403


def test_a_revoked_client_is_refused_at_once(cast: Cast, system: MakeSystem, now: datetime) -> None:
    dopt = system("plans:read")
    path = f"organisations/{cast.dopt.public_id}/plans/"
    assert dopt.get(path).status_code == 200
    registered = ApiClient.objects.get(client_id=dopt.client_id)
    accounts.revoke_client(client=registered, actor=cast.admin, at=now)
    answer = dopt.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert dopt.sign_in()["error"] == "invalid_client"


def test_every_answer_says_what_is_left_and_the_last_when_to_come_back(
    cast: Cast, system: MakeSystem, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igot.kernel.api.throttling import PerCaller

    monkeypatch.setattr(PerCaller, "THROTTLE_RATES", {"caller": "2/min", "anonymous": "1/min"})
    dopt = system("plans:read")
    path = f"organisations/{cast.dopt.public_id}/plans/"
    first, second, third = dopt.get(path), dopt.get(path), dopt.get(path)
    assert [first["RateLimit-Remaining"], second["RateLimit-Remaining"]] == ["1", "0"]
    assert first["RateLimit-Limit"] == "2"
    assert third.status_code == 429
    assert 0 < int(third["Retry-After"]) <= 60
    assert third.json()["code"] == "throttled"


def test_a_call_sent_twice_with_its_key_is_done_once(cast: Cast, sign_in: Any) -> None:
    from capacity_plans.plans.models import Plan

    browser = sign_in(cast.manager)
    url = f"{ROOT}organisations/{cast.dopt.public_id}/plans/"
    body = json.dumps({"year": 2026, "kind": "special", "title": "Once"})
    headers = {"Idempotency-Key": "plan-2026-once"}
    first, again = (browser.post(url, body, "application/json", headers=headers) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    with subtree(cast.dopt):
        assert Plan.objects.filter(title="Once").count() == 1
    other = browser.post(url, body.replace("Once", "Twice"), "application/json", headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_wrong_secret_gets_no_token(cast: Cast, system: MakeSystem) -> None:
    dopt = system("plans:read")
    dopt.secret = "guessed"
    assert dopt.sign_in()["error"] == "invalid_client"
    assert Client().get(f"{ROOT}organisations/", headers={"Authorization": "Bearer guessed"}).status_code == 401
