"""A published version is assigned to everyone it asks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from capacity_plans.assignments import services
from capacity_plans.assignments.services import materialising
from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans import services as plans
from capacity_plans.plans.models import PlanAssignment, PlanVersion
from igot.journal import services as journal
from igot.journal.models import Delivery, FactRow
from igot.kernel.tenancy import subtree
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def asked(plan: Any) -> dict[str, str]:
    """State by e-mail's handle."""
    rows = PlanAssignment.objects.filter(plan=plan).select_related("learner")
    return {row.learner.email.split("@")[0]: row.state for row in rows}


def test_everyone_in_the_subtree_is_asked_and_nobody_beyond(
    cast: Cast, course: Any, make_plan: Any, in_force: Any
) -> None:
    people = [cast.learner, cast.learner2, cast.creator, cast.stranger]
    version = in_force(make_plan(course))
    found = asked(version.plan)
    assert {"learner", "learner2", "creator"} <= set(found)
    assert "stranger" not in found and "reviewer" not in found
    assert people and version.materialised_at is not None


def test_a_designation_asks_its_holders_and_keeps_why(cast: Cast, course: Any, make_plan: Any, in_force: Any) -> None:
    assert cast.learner and cast.learner2
    rule = {"designation": [str(cast.assistant.public_id)]}
    version = in_force(make_plan(course, audience=rule))
    assert asked(version.plan) == {"learner2": "assigned"}
    row = PlanAssignment.objects.get(plan=version.plan)
    assert row.reasons == [
        {"version": str(version.public_id), "because": [{"rule": "designation", "id": str(cast.assistant.public_id)}]}
    ]


def test_what_was_done_before_counts(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, complete: Any, now: datetime
) -> None:
    enrolment = complete(cast.learner, course, now - timedelta(days=20))
    assert cast.learner2
    version = in_force(make_plan(course))
    row = PlanAssignment.objects.get(plan=version.plan, learner=cast.learner)
    assert (row.state, row.met_at) == ("met", enrolment.completed_at)
    assert asked(version.plan)["learner2"] == "assigned"
    assert not Notice.objects.filter(person=cast.learner, kind__startswith="capacity_plans").exists()


def test_what_was_done_before_does_not_count_where_the_item_says_so(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, complete: Any, now: datetime
) -> None:
    complete(cast.learner, course, now - timedelta(days=20))
    version = in_force(make_plan(course, counts_earlier=False))
    assert asked(version.plan)["learner"] != "met"


def test_each_person_is_told_once_however_many_items_there_are(
    cast: Cast, make_course: Any, make_plan: Any, in_force: Any
) -> None:
    assert cast.learner
    version = in_force(make_plan(make_course("One"), make_course("Two")))
    services.materialise(version=version, at=version.published_at)
    assert (
        Notice.objects.filter(person=cast.learner, kind="capacity_plans.assigned", key=str(version.public_id)).count()
        == 1
    )


def test_doing_it_again_changes_nothing(cast: Cast, course: Any, make_plan: Any, in_force: Any, now: datetime) -> None:
    assert cast.learner
    version = in_force(make_plan(course))
    before = list(PlanAssignment.objects.order_by("pk").values())
    services.materialise(version=version, at=now)
    assert list(PlanAssignment.objects.order_by("pk").values()) == before


def test_small_batches_reach_the_same_people(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cast.learner and cast.learner2 and cast.creator and cast.admin
    monkeypatch.setattr(materialising, "BATCH", 2)
    version = in_force(make_plan(course))
    assert PlanAssignment.objects.filter(plan=version.plan).count() == len(asked(version.plan)) >= 5
    batches = FactRow.objects.filter(kind="capacity_plans.PlanBatchAssigned")
    assert sum(row.payload["people"] for row in batches) == len(asked(version.plan))
    assert all(row.payload["people"] <= 2 for row in batches)


def test_a_run_that_broke_off_is_taken_up_where_it_stopped(
    cast: Cast,
    course: Any,
    make_plan: Any,
    approve: Any,
    drain: Callable[[], int],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cast.learner and cast.learner2 and cast.creator and cast.leader
    drain()
    monkeypatch.setattr(materialising, "BATCH", 2)
    version = approve(make_plan(course))
    drain()
    with subtree(cast.dopt):
        plans.publish_plan(version=version, actor=cast.leader, at=now)
    assert journal.deliver_one(at=now + timedelta(hours=1), queue="heavy")
    done = PlanAssignment.objects.filter(plan=version.plan).count()
    assert done == 2
    owed = Delivery.objects.filter(state="pending", queue="heavy")
    assert owed.count() == 1
    drain()
    assert PlanAssignment.objects.filter(plan=version.plan).count() > done


def test_an_amendment_moves_dates_adds_and_lapses_but_deletes_nothing(
    cast: Cast, make_course: Any, make_plan: Any, in_force: Any, complete: Any, drain: Any, now: datetime
) -> None:
    kept, dropped, added = make_course("Kept"), make_course("Dropped"), make_course("Added")
    assert cast.learner2
    version = in_force(make_plan(kept, dropped))
    complete(cast.learner, dropped)
    drain()
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    amendment = plans.amend(plan=version.plan, **by)
    items = {item.course_id: item for item in amendment.items.all()}
    plans.change_item(item=items[kept.pk], changes={"due_on": date(2027, 2, 28)}, **by)
    plans.remove_item(item=items[dropped.pk], **by)
    plans.add_item(version=amendment, course=added, due_on=date(2027, 3, 1), audience={"everyone": True}, **by)
    in_force(amendment, at=now + timedelta(hours=1))
    mine = PlanAssignment.objects.filter(plan=version.plan, learner=cast.learner2)
    assert {row.course_id: (row.state, row.due_on) for row in mine} == {
        kept.pk: ("assigned", date(2027, 2, 28)),
        dropped.pk: ("lapsed", date(2026, 12, 31)),
        added.pk: ("assigned", date(2027, 3, 1)),
    }
    assert PlanAssignment.objects.get(plan=version.plan, learner=cast.learner, course=dropped).state == "met"
    assert PlanVersion.objects.get(pk=version.pk).state == "superseded"
    row = PlanProgress.objects.get(plan=version.plan, organisation=cast.dopt)
    assert (row.met, row.assigned) == (0, 2 * row.people)


def test_a_version_that_is_no_longer_in_force_is_not_assigned(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, now: datetime
) -> None:
    version = in_force(make_plan(course))
    amendment = plans.amend(plan=version.plan, actor=cast.manager, at=now)
    in_force(amendment, at=now + timedelta(hours=1))
    count = PlanAssignment.objects.filter(plan=version.plan, item__version=amendment).count()
    assert services.materialise(version=version, at=now) == 0
    assert PlanAssignment.objects.filter(plan=version.plan, item__version=amendment).count() == count
