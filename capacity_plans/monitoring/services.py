"""Keep the roll-ups of plans: mark in the cause's transaction, recount afterwards."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import QuerySet

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import Plan
from capacity_plans.plans.queries import plan_by_id, plans_in_force
from igot.kernel.clock import FinancialYear, day_in_india
from igot.organisations.queries import prefixes, subtree_of

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

NUMBERS = ("people", "people_done", "assigned", "in_progress", "met", "waived", "overdue")
NOTHING = [0] * len(NUMBERS)
Numbers = list[int]
LOCK = 7302
# By person first, since a person is done or not; then by organisation, so that one row each leaves the database.
_COUNT = """
SELECT organisation_id, count(*), count(*) FILTER (WHERE CASE WHEN mandatory THEN NOT open_mandatory ELSE NOT open END),
       sum(assigned)::int, sum(in_progress)::int, sum(met)::int, sum(waived)::int, sum(overdue)::int
FROM (
    SELECT a.organisation_id, a.learner_id,
           bool_or(i.need = 'mandatory') AS mandatory,
           bool_or(a.state IN ('assigned', 'in_progress')) AS open,
           bool_or(a.state IN ('assigned', 'in_progress') AND i.need = 'mandatory') AS open_mandatory,
           count(*) FILTER (WHERE a.state = 'assigned') AS assigned,
           count(*) FILTER (WHERE a.state = 'in_progress') AS in_progress,
           count(*) FILTER (WHERE a.state = 'met') AS met,
           count(*) FILTER (WHERE a.state = 'waived') AS waived,
           count(*) FILTER (WHERE a.state IN ('assigned', 'in_progress') AND i.need = 'mandatory'
                                  AND a.due_on < %(today)s) AS overdue
    FROM capacity_plans_planassignment a
    JOIN capacity_plans_planitem i ON i.id = a.item_id
    WHERE a.plan_id = %(plan)s AND a.state <> 'lapsed'
      AND (%(organisations)s::bigint[] IS NULL OR a.organisation_id = ANY(%(organisations)s::bigint[]))
      AND a.item_key IN (SELECT key FROM capacity_plans_planitem WHERE version_id = %(version)s)
    GROUP BY a.organisation_id, a.learner_id
) person
GROUP BY organisation_id
"""


@transaction.atomic
def mark_stale(*, plan: Plan, organisations: "Iterable[Organisation]") -> None:
    """Mark the roll-ups that contain these organisations, inside the transaction that changed what they count.

    The rows are always written, never only where they were not stale: that lock makes a recount which runs at the
    same moment either see the change or find the mark again.
    """
    mark_paths(plan=plan, paths={organisation.path for organisation in organisations})


@transaction.atomic
def mark_paths(*, plan: Plan, paths: Iterable[str]) -> None:
    """The same, for organisations given by their paths."""
    nodes = {prefix for path in paths for prefix in prefixes(path)}
    above = list(subtree_of(plan.organisation).filter(path__in=nodes).values_list("pk", flat=True))
    if not above:
        return
    rows = [PlanProgress(plan=plan, organisation_id=pk) for pk in above]
    PlanProgress.objects.bulk_create(rows, ignore_conflicts=True)
    _mark(PlanProgress.objects.filter(plan=plan, organisation_id__in=above))


@transaction.atomic
def mark_all_stale(plan: Plan) -> None:
    """Mark the roll-up of every organisation under the plan's."""
    rows = [
        PlanProgress(plan=plan, organisation_id=pk) for pk in subtree_of(plan.organisation).values_list("pk", flat=True)
    ]
    PlanProgress.objects.bulk_create(rows, ignore_conflicts=True)
    _mark(PlanProgress.objects.filter(plan=plan))


def _mark(rows: "QuerySet[PlanProgress]") -> None:
    # One order for all writers, so that two of them cannot wait for one another.
    held = rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
    PlanProgress.objects.filter(pk__in=list(held)).update(stale=True)


@transaction.atomic
def recount(*, plan: Plan, at: datetime) -> int:
    """Count the plan's stale roll-ups anew; returns how many there were. The marks are cleared before anything is
    counted.

    A row that is being marked at this moment is left to the recount which that mark's own fact brings. One recount of a
    plan runs at a time; the next one finds little left to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, plan.pk])
        cursor.execute(
            "UPDATE capacity_plans_planprogress SET stale = false WHERE id IN ("
            " SELECT id FROM capacity_plans_planprogress WHERE plan_id = %s AND stale ORDER BY id"
            " FOR UPDATE SKIP LOCKED) RETURNING id",
            [plan.pk],
        )
        claimed = {row[0] for row in cursor.fetchall()}
    if not claimed:
        return 0
    rows = list(PlanProgress.objects.filter(plan=plan).select_related("organisation").order_by("organisation__path"))
    doubtful = [row for row in rows if row.pk in claimed or row.stale]
    own = count(plan=plan, today=day_in_india(at), organisations=[row.organisation_id for row in doubtful])
    totals = _summed(rows, {row.pk for row in doubtful}, own)
    written = [row for row in rows if row.pk in claimed]
    for row in written:
        for name, number in zip(NUMBERS, totals[row.pk], strict=True):
            setattr(row, name, number)
        row.counted_at = at
    PlanProgress.objects.bulk_update(written, [*NUMBERS, "counted_at"], batch_size=500)
    return len(written)


def recount_plans(*, plans: Iterable[str], at: datetime) -> int:
    """The same for several plans, by their public ids, each once and in one order for all who count."""
    found = [plan_by_id(public_id) for public_id in sorted(plans)]
    return sum(recount(plan=plan, at=at) for plan in found)


def _summed(rows: list[PlanProgress], doubtful: set[int], own: dict[int, Numbers]) -> dict[int, list[int]]:
    """The totals of the doubtful rows: what was counted for themselves, and the totals below them. Those of a row that
    is not in doubt stand as they are: whoever changes what lies below it marks it too.
    """
    totals = {pk: list(NOTHING) for pk in doubtful}
    above: list[PlanProgress] = []
    for row in rows:
        while above and not row.organisation.path.startswith(above[-1].organisation.path):
            above.pop()
        above.append(row)
        counted = row.pk in doubtful
        numbers = own.get(row.organisation_id, NOTHING) if counted else [getattr(row, name) for name in NUMBERS]
        # Upwards as far as totals are being made: one that stands contains what lies below it already.
        for reached in reversed(above if counted else above[:-1]):
            if reached.pk not in totals:
                break
            totals[reached.pk] = [sum(pair) for pair in zip(totals[reached.pk], numbers, strict=True)]
    return totals


def count(*, plan: Plan, today: date, organisations: Iterable[int] | None = None) -> dict[int, Numbers]:
    """The truth, per organisation (by its key) itself without those below it, as it stands on a day in India: of these
    organisations, or of all.

    Counted are assignments of items in the version in force that have not lapsed. Overdue: mandatory, open, and due
    before today. A person is done when nothing mandatory is open; one who was only recommended things, when nothing at
    all is.
    """
    if plan.current_id is None:
        return {}
    values: dict[str, Any] = {
        "plan": plan.pk,
        "version": plan.current_id,
        "today": today,
        "organisations": None if organisations is None else list(organisations),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return {organisation: numbers for organisation, *numbers in cursor.fetchall()}


def recount_for_the_day(*, at: datetime) -> int:
    """Count the plans in force of this financial year and the last anew, each in its own transaction; returns how
    many.
    """
    plans = plans_in_force(since=FinancialYear.of(day_in_india(at)).start - 1)
    count_ = 0
    for plan in plans:
        with transaction.atomic():
            mark_all_stale(plan)
            recount(plan=plan, at=at)
        count_ += 1
    return count_


@transaction.atomic
def rebuild(*, plan: Plan, at: datetime) -> int:
    """Forget the plan's roll-ups and count them from the assignments; returns how many there are."""
    PlanProgress.objects.filter(plan=plan).delete()
    mark_all_stale(plan)
    return recount(plan=plan, at=at)
