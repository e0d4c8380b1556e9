"""What people have done meets what they were asked. Always recounted from the enrolments, so it may run late,
twice, in any order.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from capacity_plans.assignments import facts
from capacity_plans.assignments.services.placing import OPEN
from capacity_plans.monitoring.services import mark_paths
from capacity_plans.plans.models import Plan, PlanAssignment, PlanVersion
from capacity_plans.plans.queries import in_all_languages
from courses.learning.queries import completed_courses, started_courses
from igot.journal.services import publish
from igot.notifications.services import tell, tell_many

if TYPE_CHECKING:
    from igot.accounts.models import User


@transaction.atomic
def settle_for(*, learner: "User", course: UUID | str, at: datetime) -> int:
    """Recount what one person was asked about one course (its public id); returns how many assignments changed.

    Publishes AssignmentMet or AssignmentStarted for each, marks the roll-ups above, and tells the person what is done.
    """
    rows = PlanAssignment.objects.filter(learner=learner, course__public_id=course)
    changed = settle(rows=rows, at=at)
    _announce(changed, at)
    return len(changed)


@transaction.atomic
def settle_person(*, plan: Plan, person: "User", at: datetime) -> int:
    """Recount all that one person was asked under a plan, and tell them what is open; returns how many assignments
    changed.

    Publishes AssignmentMet or AssignmentStarted for each.
    """
    rows = PlanAssignment.objects.filter(plan=plan, learner=person)
    changed = settle(rows=rows, at=at)
    _announce(changed, at)
    if plan.current is not None:
        tell_of_plan(plan=plan, version=plan.current, rows=rows, at=at)
    return len(changed)


def settle(*, rows: "QuerySet[PlanAssignment]", at: datetime) -> list[PlanAssignment]:
    """Set the open ones to what their learners have done; returns those that changed. What is met stays met.

    A completion from before the assignment counts where the item says so.
    """
    held = rows.filter(state__in=OPEN).filter(pk__in=_touched(rows)).select_for_update(of=("self",))
    open_ = list(held.select_related("item").order_by("pk"))
    if not open_:
        return []
    # Read only now: what is read before the lock may be older than what another transaction has settled by it.
    learners, courses = {row.learner_id for row in open_}, {row.course_id for row in open_}
    completed, started = completed_courses(learners, courses), started_courses(learners, courses)
    changed = []
    for row in open_:
        key = (row.learner_id, row.course_id)
        done = completed.get(key)
        before = row.state
        if done is not None and (row.item.counts_earlier or done[0] >= row.assigned_at):
            row.state, row.met_at, row.met_by = PlanAssignment.State.MET, done[0], done[1]
        else:
            row.state = PlanAssignment.State.IN_PROGRESS if key in started else PlanAssignment.State.ASSIGNED
        if row.state != before:
            row.changed_at = at
            changed.append(row)
    PlanAssignment.objects.bulk_update(changed, ["state", "met_at", "met_by", "changed_at"], batch_size=500)
    return changed


def _touched(rows: "QuerySet[PlanAssignment]") -> list[int]:
    """Those that may have to change: of ten thousand fresh assignments most belong to people who have done
    nothing yet.
    """
    open_ = list(rows.filter(state__in=OPEN).values_list("pk", "learner_id", "course_id", "state"))
    learners, courses = {row[1] for row in open_}, {row[2] for row in open_}
    if not open_:
        return []
    done = {*completed_courses(learners, courses), *started_courses(learners, courses)}
    return [pk for pk, *key, state in open_ if tuple(key) in done or state == PlanAssignment.State.IN_PROGRESS]


def tell_of_plan(*, plan: Plan, version: PlanVersion, rows: "QuerySet[PlanAssignment]", at: datetime) -> None:
    """Tell whoever has something open, once for each version of the plan however many items it has."""
    people = (
        rows.filter(state__in=OPEN, item__version=version).order_by("learner_id").values_list("learner_id", flat=True)
    )
    tell_many(
        people=list(people.distinct()),
        kind="capacity_plans.assigned",
        key=str(version.public_id),
        values={"plan": in_all_languages(plan, "title"), "organisation": in_all_languages(plan.organisation, "name")},
        link=reverse("my_assignments"),
        at=at,
    )


def _announce(changed: Sequence[PlanAssignment], at: datetime) -> None:
    """Facts, marks and a notice for assignments of one person. What was done before it was asked is no news to them."""
    ids = [row.pk for row in changed]
    related = ("learner", "organisation", "plan__organisation", "course__current", "item")
    for row in PlanAssignment.objects.filter(pk__in=ids).select_related(*related).order_by("plan_id", "pk"):
        plan, met = row.plan, row.state == PlanAssignment.State.MET
        mark_paths(plan=plan, paths={row.organisation.path})
        kind = facts.AssignmentMet if met else facts.AssignmentStarted
        fact = kind(assignment=str(row.public_id), person=str(row.learner.public_id), plan=str(plan.public_id))
        publish(fact, organisation=row.organisation, actor=row.learner, subject=row, at=at)
        if met and row.met_at is not None and row.met_at >= row.assigned_at:
            tell(
                person=row.learner,
                kind="capacity_plans.met",
                key=str(row.public_id),
                values={
                    "course": in_all_languages(row.course.current, "title") if row.course.current else row.course.slug,
                    "plan": in_all_languages(plan, "title"),
                },
                link=reverse("assignment", args=[row.public_id]),
                at=at,
            )
