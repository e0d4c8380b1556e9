"""Read the roll-ups: how far an organisation is with a plan, and each one below it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import Plan, PlanAssignment, PlanItem
from igot.organisations.queries import subtree_of

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


OPEN = (PlanAssignment.State.ASSIGNED, PlanAssignment.State.IN_PROGRESS)


@dataclass(frozen=True)
class Progress:
    """One organisation with everything below it, as of a count."""

    organisation: "Organisation"
    row: PlanProgress
    has_below: bool

    @property
    def percent(self) -> int:
        """People who are done, of all who are asked, in whole per cent rounded down; 0 where nobody is asked."""
        return 100 * self.row.people_done // self.row.people if self.row.people else 0

    @property
    def percent_settled(self) -> int:
        """Assignments that are done or exempt, of all that count, in whole per cent rounded down; 0 where there
        are none.
        """
        settled = self.row.met + self.row.waived
        counted = settled + self.row.assigned + self.row.in_progress
        return 100 * settled // counted if counted else 0


@dataclass(frozen=True)
class Report:
    """The roll-up of an organisation, and of those directly below it. `as_of` is the oldest count among them, `mark`
    changes with every count.
    """

    whole: Progress
    below: list[Progress]
    as_of: datetime | None
    is_being_counted: bool
    mark: str


def progress_by_organisation(plan: Plan, organisation: "Organisation") -> Report | None:
    """How far the organisation is, and those directly below it that are asked anything; None before the first count."""
    rows = list(_rows(plan, organisation))
    if not rows or rows[0].organisation_id != organisation.pk:
        return None
    paths = [row.organisation.path for row in rows if row.people]
    shown = [row for row in rows[1:] if row.organisation.depth == organisation.depth + 1 and row.people]
    counted = [row.counted_at for row in [rows[0], *shown] if row.counted_at is not None]
    is_stale = any(row.stale for row in [rows[0], *shown])
    return Report(
        whole=_progress(rows[0], paths),
        below=[_progress(row, paths) for row in shown],
        as_of=min(counted, default=None),
        is_being_counted=is_stale,
        mark=f"{max(counted).timestamp() if counted else 0}{'+' if is_stale else ''}",
    )


def every_organisation(plan: Plan, organisation: "Organisation") -> Iterator[Progress]:
    """The organisation and all below it that are asked anything, in the order of the tree: for downloads."""
    for row in _rows(plan, organisation).filter(people__gt=0).iterator(chunk_size=500):
        yield _progress(row, [])


def rows_behind(
    plan: Plan, organisation: "Organisation", *, state: str = "", item: UUID | None = None, text: str = "", today: date
) -> "QuerySet[PlanAssignment]":
    """The rows behind a plan's numbers in the subtree of an organisation: what is counted, never what has lapsed.

    `state` is one of the model's, or `overdue`, or `open`.
    """
    keys = PlanItem.objects.filter(version_id=plan.current_id).values("key")
    below = subtree_of(organisation).order_by().values("pk")
    found: QuerySet[PlanAssignment] = PlanAssignment.objects.filter(
        plan=plan, item_key__in=keys, organisation__in=below
    ).exclude(state=PlanAssignment.State.LAPSED)
    if state == "overdue":
        found = found.filter(state__in=OPEN, item__need=PlanItem.Need.MANDATORY, due_on__lt=today)
    elif state == "open":
        found = found.filter(state__in=OPEN)
    elif state:
        found = found.filter(state=state)
    if item is not None:
        found = found.filter(item_key=item)
    for word in text.split():
        found = found.filter(
            Q(learner__name__icontains=word)
            | Q(learner__name_in_hindi__icontains=word)
            | Q(learner__email__icontains=word)
        )
    return found.order_by("learner__name", "learner_id", "due_on", "pk")


def in_full(ids: Iterable[int]) -> list[PlanAssignment]:
    """These assignments with all that a page shows of them, in the order of the ids: a page is chosen among many by few
    columns, and only what is on it is read in full.
    """
    related = ("learner__designation", "organisation", "course__current", "item")
    wanted = list(ids)
    rows = PlanAssignment.objects.select_related(*related).in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def _rows(plan: Plan, organisation: "Organisation") -> "QuerySet[PlanProgress]":
    found: QuerySet[PlanProgress] = PlanProgress.objects.filter(
        plan=plan, organisation__path__startswith=organisation.path
    )
    return found.select_related("organisation").order_by("organisation__path")


def _progress(row: PlanProgress, paths: list[str]) -> Progress:
    path = row.organisation.path
    return Progress(row.organisation, row, any(other != path and other.startswith(path) for other in paths))
