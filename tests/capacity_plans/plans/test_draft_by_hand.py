"""A plan as its manager, the reviewer and the leader meet it in the browser, with and without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity_plans.plans import queries, services
from capacity_plans.plans.models import Plan, PlanItem
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


def soon() -> Any:
    """A day that is in time today, whenever today is."""
    today = day_in_india(timezone.now())
    return min(today + timedelta(days=20), FinancialYear.of(today).last_day)


@pytest.fixture
def drafted(cast: Cast, sign_in: Any) -> Plan:
    """A plan begun on the page."""
    year = FinancialYear.of(day_in_india(timezone.now())).start
    client = sign_in(cast.manager)
    form = {
        "title": "Annual plan",
        "title_hi": "वार्षिक योजना",
        "year": year,
        "kind": "annual",
        "objectives": "Better notes",
    }
    answer = client.post(reverse("plan_new", args=["dopt"]), form)
    with everywhere():
        plan = Plan.objects.get(title="Annual plan")
    assert answer.headers["Location"] == reverse("plan", args=["dopt", plan.public_id])
    again = client.post(reverse("plan_new", args=["dopt"]), form)
    assert again.status_code == 422
    assert "Better notes" in again.content.decode()
    return plan


def item_form(course: Any, **changes: Any) -> dict[str, Any]:
    """What the item's form sends."""
    values = {
        "course": course.public_id,
        "need": "mandatory",
        "label": "ministry",
        "due_on": soon().strftime("%d-%m-%Y"),
        "audience": "everyone",
        "counts_earlier": "on",
        "reason": "Audit of 2025",
    }
    return {**values, **changes}


def test_the_course_is_searched_and_the_item_saved(cast: Cast, course: Any, sign_in: Any, drafted: Plan) -> None:
    client, url = sign_in(cast.manager), reverse("plan_item_new", args=["dopt", drafted.public_id])
    found = client.get(url, {"q": "notting"}).content.decode()
    assert f"?course={course.public_id}" in found
    assert "No course matches" in client.get(url, {"q": "zzzzzz"}).content.decode()
    assert client.get(url, {"course": "4b5a8f4e-0000-4000-8000-000000000000"}).status_code == 404
    assert client.get(url, {"course": course.public_id}).status_code == 200
    assert client.post(url, item_form(course)).status_code == 302
    with everywhere():
        item = PlanItem.objects.get(version__plan=drafted)
    assert (item.due_on, item.audience, item.counts_earlier) == (soon(), {"everyone": True}, True)
    assert client.post(url, item_form(course)).status_code == 422


def test_a_past_due_date_is_named_and_nothing_typed_is_lost(
    cast: Cast, course: Any, sign_in: Any, drafted: Plan
) -> None:
    url = reverse("plan_item_new", args=["dopt", drafted.public_id])
    past = day_in_india(timezone.now()) - timedelta(days=1)
    answer = sign_in(cast.manager).post(url, item_form(course, due_on=past.isoformat()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Audit of 2025" in page
    assert re.search(r'id="id_due_on_error"', page)


def test_the_preview_works_with_and_without_javascript(cast: Cast, course: Any, sign_in: Any, drafted: Plan) -> None:
    assert cast.learner and cast.learner2 and cast.stranger
    client = sign_in(cast.manager)
    values = item_form(course, audience="some", designations=[str(cast.assistant.public_id)])
    plain = client.post(reverse("plan_item_new", args=["dopt", drafted.public_id]), {**values, "preview": "1"})
    assert "It reaches 1 person." in plain.content.decode()
    assert "Audit of 2025" in plain.content.decode()
    part = client.post(
        reverse("plan_try_reach", args=["dopt", drafted.public_id]), values, headers={"HX-Request": "true"}
    )
    assert "Bhaskar Learner" in part.content.decode()
    assert "<html" not in part.content.decode()
    nobody = {**values, "designations": [], "people": "stranger@test.example"}
    wrong = client.post(reverse("plan_try_reach", args=["dopt", drafted.public_id]), nobody).content.decode()
    assert "stranger@test.example" in wrong
    with everywhere():
        assert not PlanItem.objects.filter(version__plan=drafted).exists()


def test_a_named_person_and_a_group_come_back_in_the_form(cast: Cast, course: Any, sign_in: Any, drafted: Plan) -> None:
    assert cast.learner
    client = sign_in(cast.manager)
    values = item_form(
        course, audience="some", groups=["A"], organisations=[str(cast.istm.public_id)], people="LEARNER@test.example"
    )
    assert client.post(reverse("plan_item_new", args=["dopt", drafted.public_id]), values).status_code == 302
    with everywhere():
        item = PlanItem.objects.get(version__plan=drafted)
    limits = {"all": [{"organisation": [str(cast.istm.public_id)]}, {"group": ["A"]}]}
    assert item.audience == {"any": [limits, {"people": [str(cast.learner.public_id)]}]}
    page = client.get(reverse("plan_item", args=["dopt", drafted.public_id, item.key])).content.decode()
    assert "learner@test.example" in page
    assert "set through the API" not in page


def test_submitting_an_empty_plan_says_what_to_do(cast: Cast, sign_in: Any, drafted: Plan) -> None:
    answer = sign_in(cast.manager).post(reverse("plan_submit", args=["dopt", drafted.public_id]))
    assert answer.status_code == 422
    assert "Add at least one course." in answer.content.decode()


def test_two_tabs_meet_in_a_conflict_that_keeps_what_was_typed(
    cast: Cast, course: Any, sign_in: Any, drafted: Plan
) -> None:
    client = sign_in(cast.manager)
    client.post(reverse("plan_item_new", args=["dopt", drafted.public_id]), item_form(course))
    with everywhere():
        item = PlanItem.objects.get(version__plan=drafted)
    url, seen = reverse("plan_item", args=["dopt", drafted.public_id, item.key]), item.edition
    assert client.post(url, item_form(course, reason="First tab", seen=seen)).status_code == 302
    answer = client.post(url, item_form(course, reason="Second tab", seen=seen))
    assert answer.status_code == 409
    assert "Second tab" in answer.content.decode()
    words = reverse("plan_words", args=["dopt", drafted.public_id])
    old = {"title": "Mine", "objectives": "Kept", "seen": "2020-01-01T00:00:00+00:00"}
    answer = client.post(words, old)
    assert answer.status_code == 409
    assert "Kept" in answer.content.decode()


def test_the_reviewer_reads_returns_and_the_comment_is_shown(
    cast: Cast, course: Any, sign_in: Any, drafted: Plan
) -> None:
    manager, reviewer = sign_in(cast.manager), sign_in(cast.reviewer)
    manager.post(reverse("plan_item_new", args=["dopt", drafted.public_id]), item_form(course))
    assert manager.post(reverse("plan_submit", args=["dopt", drafted.public_id])).status_code == 302
    assert manager.post(reverse("plan_submit", args=["dopt", drafted.public_id])).status_code == 302
    page = reverse("plan", args=["dopt", drafted.public_id])
    assert "Submit to the" not in reviewer.get(page).content.decode()
    from igot.approvals import queries as requests
    from igot.approvals import services as approvals

    with everywhere():
        version = queries.newest(drafted)
        request = requests.history("capacity_plans.plan", version.public_id)[0]
        approvals.send_back(request=request, comment="Add RTI", actor=cast.reviewer, at=timezone.now())
    assert "Add RTI" in manager.get(page).content.decode()


def test_the_leader_publishes_with_the_order_and_pressing_twice_is_harmless(
    cast: Cast, course: Any, sign_in: Any, drafted: Plan
) -> None:
    from igot.approvals import queries as requests
    from igot.approvals import services as approvals

    sign_in(cast.manager).post(reverse("plan_item_new", args=["dopt", drafted.public_id]), item_form(course))
    at = timezone.now()
    with everywhere():
        version = services.submit_plan(version=queries.newest(drafted), actor=cast.manager, at=at)
        approvals.approve(
            request=requests.history("capacity_plans.plan", version.public_id)[0], actor=cast.reviewer, at=at
        )
    leader, url = sign_in(cast.leader), reverse("plan_publish", args=["dopt", drafted.public_id])
    assert leader.get(url).status_code == 200
    tomorrow = (day_in_india(at) + timedelta(days=1)).isoformat()
    wrong = leader.post(url, {"order_number": "A-33011/2", "order_date": tomorrow})
    assert wrong.status_code == 422
    assert "A-33011/2" in wrong.content.decode()
    for _time in range(2):
        assert (
            leader.post(url, {"order_number": "A-33011/2", "order_date": day_in_india(at).isoformat()}).status_code
            == 302
        )
    shown = leader.get(reverse("plan", args=["dopt", drafted.public_id])).content.decode()
    assert "A-33011/2" in shown
    assert "Amend" not in shown
    assert "Amend" in sign_in(cast.manager).get(reverse("plan", args=["dopt", drafted.public_id])).content.decode()
