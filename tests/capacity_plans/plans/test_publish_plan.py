"""A plan from its draft to its publication: the checks, the decisions, and who wins when two press at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from capacity_plans.plans import queries, services
from capacity_plans.plans.models import PlanItem, PlanVersion
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.journal.models import FactRow
from igot.kernel.clock import INDIA
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def kinds() -> list[str]:
    """The facts about plans, in order."""
    rows = FactRow.objects.filter(kind__startswith="capacity_plans.Plan").order_by("pk")
    return [row.kind.removeprefix("capacity_plans.") for row in rows]


def test_a_second_annual_plan_of_a_year_is_refused_with_the_remedy(cast: Cast, make_plan: Any) -> None:
    make_plan()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        make_plan()
    assert "year" in refusal.value.fields


def test_a_year_that_is_over_is_refused(cast: Cast, make_plan: Any) -> None:
    with pytest.raises(Refused) as refusal:
        make_plan(year=2025)
    assert "year" in refusal.value.fields


@pytest.mark.parametrize(
    ("due_on", "fits"),
    [(date(2026, 11, 17), True), (date(2026, 11, 16), False), (date(2027, 3, 31), True), (date(2027, 4, 1), False)],
)
def test_a_due_date_is_today_or_later_and_in_the_year(course: Any, make_plan: Any, due_on: date, fits: bool) -> None:
    if fits:
        assert make_plan(course, due_on=due_on).items.count() == 1
        return
    with pytest.raises(Refused) as refusal:
        make_plan(course, due_on=due_on)
    assert "due_on" in refusal.value.fields


def test_at_midnight_of_31_march_in_india_the_year_turns(cast: Cast) -> None:
    last = datetime(2027, 3, 31, 23, 59, 59, tzinfo=INDIA)
    by: dict[str, Any] = {"organisation": cast.dopt, "title": "Plan", "actor": cast.manager}
    assert services.draft_plan(year=2026, kind="special", at=last, **by).plan.year == 2026
    with pytest.raises(Refused):
        services.draft_plan(year=2026, kind="special", at=last + timedelta(seconds=1), **by)


def test_a_plan_without_items_is_not_submitted(cast: Cast, make_plan: Any, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        services.submit_plan(version=make_plan(), actor=cast.manager, at=now)
    assert list(refusal.value.fields) == ["items"]


def test_an_item_that_reaches_nobody_is_named(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course, audience={"group": ["D"]})
    with pytest.raises(Refused) as refusal:
        services.submit_plan(version=version, actor=cast.manager, at=now)
    assert list(refusal.value.fields) == [f"item-{version.items.get().key}"]


def test_a_date_that_passed_before_submission_is_named(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course, due_on=date(2026, 11, 20))
    with pytest.raises(Refused) as refusal:
        services.submit_plan(version=version, actor=cast.manager, at=now)
    assert list(refusal.value.fields) == [f"item-{version.items.get().key}"]


def test_submitting_twice_asks_once(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course)
    services.submit_plan(version=version, actor=cast.manager, at=now)
    services.submit_plan(version=version, actor=cast.manager, at=now)
    assert requests.history("capacity_plans.plan", version.public_id).count() == 1
    assert kinds() == ["PlanDrafted", "PlanItemAdded", "PlanSubmitted"]


def test_a_returned_plan_is_mended_and_goes_again(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course)
    services.submit_plan(version=version, actor=cast.manager, at=now)
    request = requests.history("capacity_plans.plan", version.public_id)[0]
    approvals.send_back(request=request, comment="Add the RTI course", actor=cast.reviewer, at=now)
    version.refresh_from_db()
    assert version.state == "returned"
    assert queries.returned_comment(version) == "Add the RTI course"
    services.change_item(item=version.items.get(), changes={"reason": "Audit"}, actor=cast.manager, at=now)
    services.submit_plan(version=version, actor=cast.manager, at=now)
    version.refresh_from_db()
    assert version.state == "submitted"


def test_who_submitted_does_not_decide(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course)
    services.submit_plan(version=version, actor=cast.reviewer, at=now)
    request = requests.history("capacity_plans.plan", version.public_id)[0]
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=cast.reviewer, at=now)
    version.refresh_from_db()
    assert version.state == "submitted"


def test_only_what_is_approved_is_published(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    with pytest.raises(Conflict):
        services.publish_plan(version=make_plan(course), actor=cast.leader, at=now)


def test_an_order_of_tomorrow_is_refused(cast: Cast, course: Any, make_plan: Any, approve: Any, now: datetime) -> None:
    version = approve(make_plan(course))
    with pytest.raises(Refused) as refusal:
        services.publish_plan(version=version, order_date=date(2026, 11, 22), actor=cast.leader, at=now)
    assert list(refusal.value.fields) == ["order_date"]


def test_a_date_that_passed_since_the_approval_stops_publication_until_it_is_taken_back(
    cast: Cast, course: Any, make_plan: Any, approve: Any, now: datetime
) -> None:
    version = approve(make_plan(course, due_on=date(2026, 11, 20)))
    with pytest.raises(Refused) as refusal:
        services.publish_plan(version=version, actor=cast.leader, at=now)
    assert list(refusal.value.fields) == ["items"]
    assert services.take_back(version=version, actor=cast.manager, at=now).state == "draft"


def test_taking_back_withdraws_the_review(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = services.submit_plan(version=make_plan(course), actor=cast.manager, at=now)
    services.take_back(version=version, actor=cast.manager, at=now)
    assert [row.state for row in requests.history("capacity_plans.plan", version.public_id)] == ["withdrawn"]


def test_a_live_plan_is_never_edited(
    cast: Cast, course: Any, make_course: Any, make_plan: Any, in_force: Any, now: datetime
) -> None:
    version = in_force(make_plan(course))
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    item = version.items.get()
    with pytest.raises(Conflict):
        services.change_version(version=version, changes={"title": "Other"}, **by)
    with pytest.raises(Conflict):
        services.change_item(item=item, changes={"reason": "Other"}, **by)
    with pytest.raises(Conflict):
        services.remove_item(item=item, **by)
    with pytest.raises(Conflict):
        services.take_back(version=version, **by)
    other = make_course("Other")
    with pytest.raises(Conflict):
        services.add_item(version=version, course=other, due_on=date(2027, 1, 1), audience={"everyone": True}, **by)


def test_an_amendment_is_begun_once_and_says_what_it_changes(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, now: datetime
) -> None:
    version = in_force(make_plan(course))
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    amendment = services.amend(plan=version.plan, **by)
    assert services.amend(plan=version.plan, **by) == amendment
    assert queries.difference(amendment) == []
    services.change_item(item=amendment.items.get(), changes={"need": "recommended"}, **by)
    (change,) = queries.difference(amendment)
    assert (change.what, change.fields) == ("changed", [("need", "mandatory", "recommended")])
    assert version.plan.versions.get(state="published") == version


def test_two_tabs_do_not_overwrite_one_another(cast: Cast, course: Any, make_plan: Any, now: datetime) -> None:
    version = make_plan(course)
    item = version.items.get()
    seen = item.edition
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    services.change_item(item=item, changes={"reason": "First"}, seen=seen, **by)
    with pytest.raises(Conflict):
        services.change_item(item=item, changes={"reason": "Second"}, seen=seen, **by)
    assert PlanItem.objects.get(pk=item.pk).reason == "First"
    version.refresh_from_db()
    services.change_version(version=version, changes={"objectives": "A"}, seen=version.changed_at, **by)
    with pytest.raises(Conflict):
        services.change_version(
            version=version,
            changes={"objectives": "B"},
            seen=version.changed_at,
            actor=cast.manager,
            at=now + timedelta(1),
        )


def test_a_course_stands_once_in_a_plan(cast: Cast, course: Any, make_plan: Any) -> None:
    with pytest.raises(Refused) as refusal:
        make_plan(course, course)
    assert list(refusal.value.fields) == ["course"]


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_publish_once(cast: Cast, course: Any, make_plan: Any, approve: Any, now: datetime) -> None:
    version = approve(make_plan(course))
    leader = cast.leader

    def press(_number: int) -> str:
        try:
            with everywhere():
                return services.publish_plan(version=version, actor=leader, at=now).state
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        states = list(threads.map(press, range(4)))
    assert states == [PlanVersion.State.PUBLISHED] * 4
    assert kinds().count("PlanPublished") == 1
