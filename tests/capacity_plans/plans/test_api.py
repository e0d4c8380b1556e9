"""Plans and assignments over the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity_plans.plans.models import PlanAssignment
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

JSON = "application/json"


def test_a_plan_goes_from_draft_to_publication(cast: Cast, course: Any, sign_in: Any) -> None:
    assert cast.learner
    manager, leader = sign_in(cast.manager), sign_in(cast.leader)
    today = day_in_india(timezone.now())
    year = FinancialYear.of(today)
    plans = reverse("api_plans", args=[cast.dopt.public_id])
    made = manager.post(plans, {"year": year.start, "title": "Annual plan"}, JSON)
    assert made.status_code == 201
    again = manager.post(plans, {"year": year.start, "title": "Annual plan"}, JSON)
    assert (again.status_code, again.headers["Content-Type"]) == (422, "application/problem+json")
    assert leader.post(plans, {"year": year.start, "title": "Other"}, JSON).status_code == 403
    args = [cast.dopt.public_id, made.json()["id"]]
    assert manager.post(reverse("api_plan_submit", args=args), {}, JSON).json()["errors"][0]["field"] == "items"
    item = {"course": str(course.public_id), "due_on": year.last_day.isoformat(), "audience": {"everyone": True}}
    items = reverse("api_plan_items", args=args)
    wrong = manager.post(items, {**item, "due_on": (today - timedelta(1)).isoformat(), "audience": {"some": 1}}, JSON)
    assert {error["field"] for error in wrong.json()["errors"]} == {"due_on", "audience"}
    assert manager.post(items, {**item, "course": str(cast.dopt.public_id)}, JSON).status_code == 422
    assert manager.post(items, item, JSON).status_code == 201
    shown = manager.post(reverse("api_plan_submit", args=args), {}, JSON).json()
    assert [version["state"] for version in shown["versions"]] == ["submitted"]
    assert leader.post(reverse("api_plan_publish", args=args), {}, JSON).status_code == 409
    with everywhere():
        request = requests.history("capacity_plans.plan", shown["versions"][0]["id"])[0]
        approvals.approve(request=request, actor=cast.reviewer, at=timezone.now())
    assert manager.post(reverse("api_plan_publish", args=args), {}, JSON).status_code == 403
    for _time in range(2):
        published = leader.post(reverse("api_plan_publish", args=args), {"order_number": "A-1"}, JSON).json()
        assert (published["in_force"], published["versions"][0]["order_number"]) == (1, "A-1")


@pytest.fixture
def assigned(cast: Cast, course: Any, make_plan: Any, in_force: Any) -> Any:
    """A plan in force for several people."""
    assert cast.learner and cast.learner2 and cast.creator and cast.admin
    with everywhere():
        return in_force(make_plan(course)).plan


def test_all_assignments_are_paged_through_and_filtered(cast: Cast, course: Any, sign_in: Any, assigned: Any) -> None:
    client = sign_in(cast.admin)
    url: str | None = reverse("api_assignments", args=[cast.dopt.public_id]) + "?limit=2"
    seen: list[str] = []
    while url:
        body = client.get(url).json()
        seen += [row["id"] for row in body["results"]]
        url = body["next"]
    with everywhere():
        assert len(seen) == len(set(seen)) == PlanAssignment.objects.filter(plan=assigned).count() > 3
    base = reverse("api_assignments", args=[cast.dopt.public_id])
    assert client.get(base, {"state": "met"}).json()["results"] == []
    assert len(client.get(base, {"course": course.public_id, "due_before": "2026-12-31"}).json()["results"]) == len(
        seen
    )
    assert client.get(base, {"due_before": "2026-12-30"}).json()["results"] == []


def test_i_read_my_own_assignments_with_the_reasons(cast: Cast, sign_in: Any, assigned: Any) -> None:
    (row,) = sign_in(cast.learner).get(reverse("api_my_assignments")).json()["results"]
    assert row["reasons"][0]["because"] == [{"rule": "everyone"}]
    assert sign_in(cast.stranger).get(reverse("api_my_assignments")).json()["results"] == []
    assert sign_in(None).get(reverse("api_my_assignments")).status_code in (401, 403)
