"""Assign a published version to everyone it asks: batch after batch, each in a transaction of its own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from capacity_plans.assignments import facts
from capacity_plans.assignments.services.placing import OPEN, Asked, asked_by, hold, lapse, place
from capacity_plans.assignments.services.settling import settle, tell_of_plan
from capacity_plans.monitoring.services import mark_all_stale, recount
from capacity_plans.plans.audience import candidates
from capacity_plans.plans.models import Plan, PlanAssignment, PlanVersion
from igot.accounts.queries import people_in
from igot.journal.services import publish

BATCH = 1000


def materialise(*, version: PlanVersion, at: datetime) -> int:
    """Assign the version to everyone, here and now, and count; returns how many people it asks. Workers do the same
    by facts.

    Idempotent: what a killed run left is completed by the next one.
    """
    people, settled, after = 0, 0, 0
    while True:
        with transaction.atomic():
            plan = hold(version.plan_id)
            if plan.current_id != version.pk:
                return people
            _settle_batch(plan, version, settled, after, at)
            reached, upto = _place_batch(plan, version, after, at)
            if reached == 0:
                _finish(plan, version, at)
                break
        people, settled, after = people + reached, after, upto
    recount(plan=plan, at=at)
    return people


@transaction.atomic
def assign_next(*, version_id: UUID | str, after: int = 0, settled: int = 0, at: datetime) -> None:
    """Settle the batch that was placed before, place the next one (people with ids above `after`), and announce it.

    Publishes PlanBatchAssigned, whose handler comes back here; after the last batch PlanMaterialised. Does nothing
    for a version that is no longer in force. A worker that is killed loses its batch and nothing else.
    """
    version = PlanVersion.objects.get(public_id=version_id)
    plan = hold(version.plan_id)
    if plan.current_id != version.pk:
        return
    _settle_batch(plan, version, settled, after, at)
    people, upto = _place_batch(plan, version, after, at)
    if people == 0:
        _finish(plan, version, at)
        return
    fact = facts.PlanBatchAssigned(
        plan=str(plan.public_id), version=str(version.public_id), after=upto, people=people, settled=after
    )
    publish(fact, organisation=plan.organisation, actor=None, subject=plan, at=at)


def _place_batch(plan: Plan, version: PlanVersion, after: int, at: datetime) -> tuple[int, int]:
    """Place the next batch; returns how many people were in it, and the id of the last."""
    asked = asked_by(plan=plan, version=version)
    next_ = people_in(plan.organisation).filter(_anyone(asked), pk__gt=after).order_by("pk")[:BATCH]
    people = candidates(next_)
    if people:
        place(plan=plan, version=version, asked=asked, people=people, at=at)
    return len(people), people[-1].id if people else after


def _anyone(asked: Asked) -> Q:
    """Whoever is asked by at least one item."""
    anyone = Q(pk__in=[])
    for _item, audience in asked:
        anyone |= audience.condition()
    return anyone


def _settle_batch(plan: Plan, version: PlanVersion, settled: int, upto: int, at: datetime) -> None:
    """What the people of a placed batch have done already counts; who has something open is told."""
    if upto > settled:
        rows = PlanAssignment.objects.filter(plan=plan, learner_id__gt=settled, learner_id__lte=upto)
        settle(rows=rows, at=at)
        tell_of_plan(plan=plan, version=version, rows=rows, at=at)


def _finish(plan: Plan, version: PlanVersion, at: datetime) -> None:
    """Lapse what the version no longer asks of anybody, and mark every number under the plan."""
    left = PlanAssignment.objects.filter(plan=plan, state__in=OPEN).exclude(item__version=version).order_by("pk")
    lapsed = 0
    while rows := list(left.only("pk")[:BATCH]):
        lapsed += lapse(rows=rows, at=at)
    PlanVersion.objects.filter(pk=version.pk, materialised_at=None).update(materialised_at=at)
    mark_all_stale(plan)
    people = PlanAssignment.objects.filter(plan=plan, item__version=version).values("learner").distinct().count()
    fact = facts.PlanMaterialised(
        plan=str(plan.public_id), version=str(version.public_id), people=people, lapsed=lapsed
    )
    publish(fact, organisation=plan.organisation, actor=None, subject=plan, at=at)
