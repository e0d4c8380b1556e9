"""Keep the roll-ups of plans: mark in the cause's transaction, recount afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import Plan, PlanAssignment, PlanItem
from capacity_plans.plans.queries import plans_in_force
from igot.kernel.clock import FinancialYear, day_in_india
from igot.organisations.queries import prefixes, subtree_of

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

NUMBERS = ("people", "people_done", "assigned", "in_progress", "met", "waived", "overdue")
OPEN = (PlanAssignment.State.ASSIGNED, PlanAssignment.State.IN_PROGRESS)


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

    A row that is being marked at this moment is left to the recount which that mark's own fact brings.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE capacity_plans_planprogress SET stale = false WHERE id IN ("
            " SELECT id FROM capacity_plans_planprogress WHERE plan_id = %s AND stale ORDER BY id"
            " FOR UPDATE SKIP LOCKED) RETURNING id",
            [plan.pk],
        )
        claimed = [row[0] for row in cursor.fetchall()]
    if not claimed:
        return 0
    rows = list(PlanProgress.objects.filter(pk__in=claimed).select_related("organisation"))
    leaves = count(plan=plan, today=day_in_india(at))
    for row in rows:
        totals = dict.fromkeys(NUMBERS, 0)
        for path, numbers in leaves.items():
            if path.startswith(row.organisation.path):
                for name in NUMBERS:
                    totals[name] += numbers[name]
        for name in NUMBERS:
            setattr(row, name, totals[name])
        row.counted_at = at
    PlanProgress.objects.bulk_update(rows, [*NUMBERS, "counted_at"], batch_size=500)
    return len(rows)


def count(*, plan: Plan, today: date) -> dict[str, dict[str, int]]:
    """The truth, per organisation (by path) itself without those below it, as it stands on a day in India.

    Counted are assignments of items in the version in force that have not lapsed. Overdue: mandatory, open, and due
    before
    today. A person is done when nothing mandatory is open; one who was only recommended things, when nothing at all is.
    """
    if plan.current_id is None:
        return {}
    keys = PlanItem.objects.filter(version_id=plan.current_id).values("key")
    counted = PlanAssignment.objects.filter(plan=plan, item_key__in=keys).exclude(state=PlanAssignment.State.LAPSED)
    mandatory = Q(item__need=PlanItem.Need.MANDATORY)
    open_ = Q(state__in=OPEN)
    each = counted.values("organisation__path", "learner_id").annotate(
        assigned_=Count("pk", filter=Q(state=PlanAssignment.State.ASSIGNED)),
        in_progress_=Count("pk", filter=Q(state=PlanAssignment.State.IN_PROGRESS)),
        met_=Count("pk", filter=Q(state=PlanAssignment.State.MET)),
        waived_=Count("pk", filter=Q(state=PlanAssignment.State.WAIVED)),
        overdue_=Count("pk", filter=open_ & mandatory & Q(due_on__lt=today)),
        mandatory_=Count("pk", filter=mandatory),
        open_mandatory_=Count("pk", filter=open_ & mandatory),
        open_any_=Count("pk", filter=open_),
    )
    leaves: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(NUMBERS, 0))
    for person in each.order_by().iterator(chunk_size=2000):
        numbers = leaves[person["organisation__path"]]
        left = person["open_mandatory_"] if person["mandatory_"] else person["open_any_"]
        numbers["people"] += 1
        numbers["people_done"] += left == 0
        for name in NUMBERS[2:]:
            numbers[name] += person[f"{name}_"]  # type: ignore[literal-required]
    return dict(leaves)


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
