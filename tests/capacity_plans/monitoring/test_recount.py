"""The roll-ups tell the truth, in whatever order and however often they hear of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_plans.assignments import services
from capacity_plans.monitoring import services as monitoring
from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import Plan, PlanAssignment
from igot.accounts import services as accounts
from igot.accounts.models import User
from igot.kernel.clock import INDIA
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
NUMBERS = monitoring.NUMBERS


def rollups(plan: Plan) -> dict[str, tuple[int, ...]]:
    """By the organisation's code: the numbers."""
    rows = PlanProgress.objects.filter(plan=plan).select_related("organisation")
    return {row.organisation.code: tuple(getattr(row, name) for name in NUMBERS) for row in rows}


def brute(plan: Plan, code: str, today: date) -> tuple[int, ...]:
    """The same numbers, counted the slow way from the rows."""
    rows = [
        row
        for row in PlanAssignment.objects.filter(plan=plan).select_related("organisation", "item")
        if row.state != "lapsed" and code in {row.organisation.code, "DOPT"}
    ]
    people = {row.learner_id for row in rows}
    busy = {row.learner_id for row in rows if row.state in ("assigned", "in_progress") and row.item.need == "mandatory"}
    states = [row.state for row in rows]
    late = [
        row
        for row in rows
        if row.state in ("assigned", "in_progress") and row.item.need == "mandatory" and row.due_on < today
    ]
    return (
        len(people), len(people - busy), states.count("assigned"), states.count("in_progress"), states.count("met"),
        states.count("waived"), len(late),
    )  # fmt: skip


def test_numbers_count_the_organisation_and_everything_below(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, begin: Any, complete: Any, drain: Any, now: datetime
) -> None:
    assert cast.learner2 and cast.creator
    version = in_force(make_plan(course))
    complete(cast.learner, course)
    begin(cast.creator, course)
    drain()
    for code in ("DOPT", "ISTM"):
        assert rollups(version.plan)[code] == brute(version.plan, code, now.date())
    assert rollups(version.plan)["ISTM"][3] == 1


def test_overdue_begins_with_the_day_after_in_india(cast: Cast, course: Any, make_plan: Any, in_force: Any) -> None:
    assert cast.learner
    version = in_force(make_plan(course, due_on=date(2027, 3, 31)))
    last = datetime(2027, 3, 31, 23, 59, 59, tzinfo=INDIA)
    for at, late in ((last, 0), (last + timedelta(seconds=1), 1)):
        monitoring.recount_for_the_day(at=at)
        row = PlanProgress.objects.get(plan=version.plan, organisation=cast.dopt)
        assert row.overdue == late * row.people
        assert row.counted_at == at


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_of_facts_gives_the_same_rollup(
    cast: Cast, course: Any, rollup_case: tuple[Plan, list[User]], now: datetime, data: st.DataObject
) -> None:
    plan, people = rollup_case
    PlanAssignment.objects.filter(plan=plan).update(state="assigned", met_at=None, met_by=None)
    monitoring.rebuild(plan=plan, at=now)
    heard = data.draw(st.lists(st.sampled_from(people), min_size=len(people) * 2, max_size=len(people) * 3))
    for person in [*heard, *data.draw(st.permutations(people))]:
        services.settle_for(learner=person, course=course.public_id, at=now)
        if data.draw(st.booleans()):
            monitoring.recount(plan=plan, at=now)
    monitoring.recount(plan=plan, at=now)
    assert rollups(plan)["DOPT"] == brute(plan, "DOPT", now.date())
    assert rollups(plan)["DOPT"][4] == 2


@pytest.fixture
def rollup_case(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, begin: Any, complete: Any, drain: Any
) -> tuple[Plan, list[User]]:
    """Four people: two have completed, one has begun, one has not."""
    people = [cast.learner, cast.learner2, cast.creator, cast.admin]
    version = in_force(make_plan(course))
    complete(people[0], course)
    complete(people[2], course)
    begin(people[1], course)
    drain()
    return version.plan, people


def test_the_rebuild_command_makes_the_same_numbers(rollup_case: tuple[Plan, list[User]]) -> None:
    plan, _people = rollup_case
    before = rollups(plan)
    PlanProgress.objects.filter(plan=plan).update(people=99, met=99)
    out = StringIO()
    call_command("rebuild_plan_progress", stdout=out)
    assert rollups(plan) == before
    assert str(plan.public_id) in out.getvalue()


def test_the_materialise_command_repeats_without_change(rollup_case: tuple[Plan, list[User]]) -> None:
    plan, _people = rollup_case
    before = sorted(PlanAssignment.objects.filter(plan=plan).values_list("public_id", "state", "due_on"))
    call_command("materialise_plans", stdout=StringIO())
    assert sorted(PlanAssignment.objects.filter(plan=plan).values_list("public_id", "state", "due_on")) == before


def test_somebody_who_joins_moves_and_leaves_is_followed(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, drain: Any, now: datetime
) -> None:
    version = in_force(make_plan(course))
    newcomer = cast.person("newcomer", cast.dopt)
    drain()
    row = PlanAssignment.objects.get(plan=version.plan, learner=newcomer)
    assert (row.state, row.organisation) == ("assigned", cast.dopt)
    by: dict[str, Any] = {"designation": cast.section_officer, "actor": None}
    accounts.transfer(user=newcomer, organisation=cast.istm, starts_on=now.date(), at=now, **by)
    drain()
    row.refresh_from_db()
    assert (row.state, row.organisation) == ("assigned", cast.istm)
    later = now + timedelta(days=1)
    newcomer.refresh_from_db()
    accounts.transfer(user=newcomer, organisation=cast.exp, starts_on=later.date(), at=later, **by)
    drain(later + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, row.organisation) == ("lapsed", cast.istm)
    assert rollups(version.plan)["ISTM"] == brute(version.plan, "ISTM", now.date())


@pytest.mark.django_db(transaction=True)
def test_two_completions_at_once_are_both_counted(
    cast: Cast, course: Any, make_plan: Any, in_force: Any, complete: Any, now: datetime
) -> None:
    people = [cast.learner, cast.learner2, cast.creator, cast.admin]
    version = in_force(make_plan(course))
    for person in people:
        complete(person, course)

    def settle(person: User) -> None:
        try:
            with everywhere():
                services.settle_for(learner=person, course=course.public_id, at=now)
                monitoring.recount(plan=version.plan, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(settle, people))
    monitoring.recount(plan=version.plan, at=now)
    assert rollups(version.plan)["DOPT"] == brute(version.plan, "DOPT", now.date())
    assert rollups(version.plan)["DOPT"][4] == 4
