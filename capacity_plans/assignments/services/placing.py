"""Give people what a version asks of them. One writer for publication, amendment, joining, transfer and change."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from capacity_plans.plans.audience import Audience, Candidate
from capacity_plans.plans.models import Plan, PlanAssignment, PlanItem, PlanVersion
from igot.kernel.clock import FinancialYear, day_in_india

DAYS_FOR_LATECOMERS = 30
OPEN = (PlanAssignment.State.ASSIGNED, PlanAssignment.State.IN_PROGRESS)
Asked = Sequence[tuple[PlanItem, Audience]]


_WRITE = """
INSERT INTO capacity_plans_planassignment AS a
    (public_id, plan_id, state, changed_at, learner_id, organisation_id, item_key, item_id, course_id, due_on, reasons,
     assigned_at)
SELECT gen_random_uuid(), %s, %s, %s, * FROM unnest(
    %s::bigint[], %s::bigint[], %s::uuid[], %s::bigint[], %s::bigint[], %s::date[], %s::jsonb[], %s::timestamptz[])
ON CONFLICT (learner_id, plan_id, item_key) DO UPDATE SET
    item_id = EXCLUDED.item_id, course_id = EXCLUDED.course_id, due_on = EXCLUDED.due_on, reasons = EXCLUDED.reasons,
    organisation_id = EXCLUDED.organisation_id, changed_at = EXCLUDED.changed_at
"""


class Row(NamedTuple):
    """An assignment as it is to be."""

    learner: int
    organisation: int
    item: int
    due_on: date
    reasons: list[dict[str, Any]]
    assigned_at: datetime


@dataclass
class Placed:
    """What came of it, and in which organisations (by path) numbers changed."""

    assigned: int = 0
    lapsed: int = 0
    changed: int = 0
    paths: set[str] = field(default_factory=set)


def hold(plan_id: int) -> Plan:
    """The plan, held against every other writer of its assignments until the transaction ends."""
    rows = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("organisation", "current")
    return rows.get(pk=plan_id)


def asked_by(*, plan: Plan, version: PlanVersion) -> Asked:
    """The version's items, each with its rule ready for many people."""
    return [(item, Audience(item.audience, plan.organisation)) for item in version.items.all()]


def due_for_one(*, item: PlanItem, assigned_on: date) -> date:
    """The item's due date; for somebody first asked after it, thirty days later, but within the financial year."""
    if assigned_on <= item.due_on:
        return item.due_on
    last = FinancialYear.of(item.due_on).last_day
    return max(item.due_on, min(assigned_on + timedelta(days=DAYS_FOR_LATECOMERS), last))


def place(*, plan: Plan, version: PlanVersion, asked: Asked, people: Iterable[Candidate], at: datetime) -> Placed:
    """Bring the assignments of these people in line with the version: new, moved, revived, lapsed. Repeating changes
    nothing.

    The caller holds the plan (`hold`). Whether something is done already is settled after this has committed, so that a
    completion at the same moment is seen either there or by its own fact.
    """
    people = list(people)
    outcome = Placed()
    rows = PlanAssignment.objects.filter(plan=plan, learner_id__in=[person.id for person in people])
    known = {(row.learner_id, row.item_key): row for row in rows.select_related("organisation")}
    wanted: set[tuple[int, UUID]] = set()
    written: list[Row] = []
    revived: list[int] = []
    # Somebody who joined before the plan was in force is asked from its publication on.
    since = max(at, version.published_at or at)
    fresh = {item.pk: due_for_one(item=item, assigned_on=day_in_india(since)) for item, _audience in asked}
    for person in people:
        for item, audience in asked:
            because = audience.because(person)
            if not because:
                continue
            key = (person.id, item.key)
            wanted.add(key)
            before = known.get(key)
            lapsed = before is not None and before.state == PlanAssignment.State.LAPSED
            is_new = before is None or lapsed
            assigned_at = since if before is None or lapsed else before.assigned_at
            due_on = fresh[item.pk] if is_new else due_for_one(item=item, assigned_on=day_in_india(assigned_at))
            reasons = [{"version": str(version.public_id), "because": because}]
            row = Row(person.id, person.organisation_id, item.pk, due_on, reasons, assigned_at)
            if before is not None and not lapsed and _same(before, row):
                continue
            written.append(row)
            outcome.paths.update({person.path, before.organisation.path} if before else {person.path})
            outcome.assigned += is_new
            if before is not None and lapsed:
                revived.append(before.pk)
    _write(plan, written, {item.pk: item for item, _audience in asked}, at)
    PlanAssignment.objects.filter(pk__in=revived, state=PlanAssignment.State.LAPSED).update(
        state=PlanAssignment.State.ASSIGNED, lapsed_at=None, assigned_at=since
    )
    no_longer = [row for key, row in known.items() if key not in wanted]
    outcome.lapsed = lapse(rows=[row for row in no_longer if row.state in OPEN], at=at)
    outcome.paths.update(row.organisation.path for row in no_longer if row.state in OPEN)
    outcome.changed = len(written) + outcome.lapsed + _take_along(people, no_longer, outcome)
    return outcome


def lapse(*, rows: Sequence[PlanAssignment], at: datetime) -> int:
    """End open obligations that are no longer asked; nothing is deleted, nothing done is touched. Returns how many."""
    open_ = PlanAssignment.objects.filter(pk__in=[row.pk for row in rows], state__in=OPEN)
    return open_.update(state=PlanAssignment.State.LAPSED, lapsed_at=at, changed_at=at)


def _write(plan: Plan, rows: Sequence[Row], items: dict[int, PlanItem], at: datetime) -> None:
    """New assignments, and those that are there brought in line, in one statement: a plan may ask a hundred thousand
    people.
    """
    if not rows:
        return
    columns: tuple[list[Any], ...] = (
        [row.learner for row in rows],
        [row.organisation for row in rows],
        [str(items[row.item].key) for row in rows],
        [row.item for row in rows],
        [items[row.item].course_id for row in rows],
        [row.due_on for row in rows],
        [json.dumps(row.reasons) for row in rows],
        [row.assigned_at for row in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [plan.pk, PlanAssignment.State.ASSIGNED.value, at, *columns])


def _same(before: PlanAssignment, after: Row) -> bool:
    return (before.item_id, before.due_on, before.organisation_id, before.reasons) == (
        after.item,
        after.due_on,
        after.organisation,
        after.reasons,
    )


def _take_along(people: Sequence[Candidate], rows: Sequence[PlanAssignment], outcome: Placed) -> int:
    """What somebody did under the plan is counted where they now serve under it, so that nobody is counted in two
    places.
    """
    places = {person.id: person for person in people}
    moved = 0
    for row in rows:
        person = places[row.learner_id]
        if (
            row.state in (PlanAssignment.State.MET, PlanAssignment.State.WAIVED)
            and row.organisation_id != person.organisation_id
        ):
            outcome.paths.update({person.path, row.organisation.path})
            moved += PlanAssignment.objects.filter(pk=row.pk).update(organisation_id=person.organisation_id)
    return moved
