"""One person joined, moved, changed or left: what plans ask of them follows."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from capacity_plans.assignments import facts
from capacity_plans.assignments.services.placing import OPEN, Placed, asked_by, hold, lapse, place
from capacity_plans.monitoring.services import mark_paths
from capacity_plans.plans.audience import candidates
from capacity_plans.plans.models import Plan, PlanAssignment
from igot.accounts.queries import people_in
from igot.journal.services import publish
from igot.kernel.clock import FinancialYear, day_in_india
from igot.organisations.queries import prefixes

if TYPE_CHECKING:
    from igot.accounts.models import User


@transaction.atomic
def reassign_person(*, person: "User", at: datetime) -> int:
    """Bring one person's assignments in line with the plans in force where they serve now; returns how many plans
    changed.

    What their new place asks is assigned; what only the old one asked lapses, what is done stays. Plans of past years
    ask nobody anew. Publishes PersonReassigned for each plan that changed, for which what they have done already is
    settled.
    """
    path = person.organisation.path if person.is_active and person.organisation else ""
    year = FinancialYear.of(day_in_india(at)).start
    here = Plan.objects.filter(current__isnull=False, year__gte=year, organisation__path__in=prefixes(path))
    asked_before = PlanAssignment.objects.filter(learner=person, state__in=OPEN).values_list("plan_id", flat=True)
    changed = 0
    for plan_id in sorted({*here.values_list("pk", flat=True), *asked_before}):
        plan = hold(plan_id)
        outcome = _reassign(plan, person, asks_anew=plan.year >= year, at=at)
        if not outcome.changed:
            continue
        changed += 1
        mark_paths(plan=plan, paths=outcome.paths)
        fact = facts.PersonReassigned(
            plan=str(plan.public_id), person=str(person.public_id), assigned=outcome.assigned, lapsed=outcome.lapsed
        )
        publish(fact, organisation=plan.organisation, actor=None, subject=plan, at=at)
    return changed


@transaction.atomic
def assign_newcomers(*, people: "Sequence[User]", at: datetime) -> int:
    """Assign what the plans in force ask of people who have just joined; returns in how many plans something changed.

    One goes the way of everybody who changes; many are placed plan by plan. Publishes PeopleReassigned for each plan,
    for which what they have done already is settled and they are told.
    """
    if len(people) == 1:
        return reassign_person(person=people[0], at=at)
    places = {person.organisation.path for person in people if person.is_active and person.organisation is not None}
    year = FinancialYear.of(day_in_india(at)).start
    above = {prefix for path in places for prefix in prefixes(path)}
    here = Plan.objects.filter(current__isnull=False, year__gte=year, organisation__path__in=above)
    changed = 0
    for plan_id in here.order_by("pk").values_list("pk", flat=True):
        plan = hold(plan_id)
        version = plan.current
        if version is None:
            continue
        joined = candidates(people_in(plan.organisation).filter(pk__in=[person.pk for person in people]))
        outcome = place(plan=plan, version=version, asked=asked_by(plan=plan, version=version), people=joined, at=at)
        if not outcome.changed:
            continue
        changed += 1
        mark_paths(plan=plan, paths=outcome.paths)
        fact = facts.PeopleReassigned(
            plan=str(plan.public_id), people=[person.public_id for person in joined], assigned=outcome.assigned
        )
        publish(fact, organisation=plan.organisation, actor=None, subject=plan, at=at)
    return changed


def _reassign(plan: Plan, person: "User", *, asks_anew: bool, at: datetime) -> Placed:
    serves_here = candidates(people_in(plan.organisation).filter(pk=person.pk))
    if serves_here and asks_anew and plan.current is not None:
        return place(
            plan=plan, version=plan.current, asked=asked_by(plan=plan, version=plan.current), people=serves_here, at=at
        )
    if serves_here:
        return Placed()
    rows = list(PlanAssignment.objects.filter(plan=plan, learner=person, state__in=OPEN).select_related("organisation"))
    lapsed = lapse(rows=rows, at=at)
    return Placed(lapsed=lapsed, changed=lapsed, paths={row.organisation.path for row in rows})
