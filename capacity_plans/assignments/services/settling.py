"""What people have done meets what they were asked. Always recounted from the enrolments, so it may run late,
twice, in any order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from capacity_plans.assignments import facts
from capacity_plans.assignments.services.placing import OPEN
from capacity_plans.monitoring.services import mark_paths
from capacity_plans.plans.models import Plan, PlanAssignment, PlanVersion
from courses.learning.queries import completed_courses, started_courses
from igot.journal.facts import Told
from igot.journal.services import publish_many
from igot.notifications.services import Telling, tell_each, tell_many

if TYPE_CHECKING:
    from igot.accounts.models import User


@transaction.atomic
def settle_for(*, learner: "User", course: UUID | str, at: datetime) -> int:
    """Recount what one person was asked about one course (its public id); returns how many assignments changed.

    Publishes AssignmentMet or AssignmentStarted for each, marks the roll-ups above, and tells the person what is done.
    """
    return settle_courses(people=[learner], courses=[course], at=at)


@transaction.atomic
def settle_courses(*, people: "Iterable[User]", courses: Iterable[UUID | str], at: datetime) -> int:
    """The same for several people and courses, in whatever pairs: what has not changed stays."""
    ids = {person.pk for person in people}
    rows = PlanAssignment.objects.filter(learner__in=ids, course__public_id__in=set(courses))
    changed = settle(rows=rows, at=at)
    _announce(changed, at)
    return len(changed)


@transaction.atomic
def settle_person(*, plan: Plan, person: "User", at: datetime) -> int:
    """Recount all that one person was asked under a plan, and tell them what is open; returns how many assignments
    changed.

    Publishes AssignmentMet or AssignmentStarted for each.
    """
    return settle_people(plan=plan, people=[person], at=at)


@transaction.atomic
def settle_people(*, plan: Plan, people: "Iterable[User]", at: datetime) -> int:
    """The same as `settle_person` for several people."""
    rows = PlanAssignment.objects.filter(plan=plan, learner__in=[person.pk for person in people])
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
        values={"plan": plan.in_all_languages("title"), "organisation": plan.organisation.in_all_languages("name")},
        link=reverse("my_assignments"),
        at=at,
    )


def _announce(changed: Sequence[PlanAssignment], at: datetime) -> None:
    """Facts, marks and notices. What was done before it was asked is no news to anybody."""
    if not changed:
        return
    related = ("learner", "organisation", "plan__organisation", "course__current", "item")
    found = PlanAssignment.objects.filter(pk__in=[row.pk for row in changed]).select_related(*related)
    rows = list(found.order_by("plan_id", "pk"))
    for _plan_id, of_plan in groupby(rows, key=lambda row: row.plan_id):
        together = list(of_plan)
        mark_paths(plan=together[0].plan, paths={row.organisation.path for row in together})
    publish_many(told=[_told(row) for row in rows], at=at)
    tell_each(
        kind="capacity_plans.met",
        tellings=[
            Telling(
                row.learner_id,
                str(row.public_id),
                {
                    "course": row.course.current.in_all_languages("title") if row.course.current else row.course.slug,
                    "plan": row.plan.in_all_languages("title"),
                },
                reverse("assignment", args=[row.public_id]),
            )
            for row in rows
            if row.state == PlanAssignment.State.MET and row.met_at is not None and row.met_at >= row.assigned_at
        ],
        at=at,
    )


def _told(row: PlanAssignment) -> Told:
    kind = facts.AssignmentMet if row.state == PlanAssignment.State.MET else facts.AssignmentStarted
    fact = kind(assignment=str(row.public_id), person=str(row.learner.public_id), plan=str(row.plan.public_id))
    return Told(fact=fact, organisation=row.organisation, actor=row.learner, subject=row)
