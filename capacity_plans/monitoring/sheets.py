"""A plan's numbers, and the people behind them, as rows of a sheet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from capacity_plans.monitoring import queries
from capacity_plans.plans.models import Plan, PlanAssignment
from igot.kernel.clock import day_in_india

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from igot.organisations.models import Organisation

NUMBERS = (
    _("Organisation"),
    _("Code"),
    _("People asked"),
    _("People done"),
    _("Per cent done"),
    _("Assignments to do"),
    _("Assignments in progress"),
    _("Assignments done"),
    _("Assignments exempt"),
    _("Assignments overdue"),
    _("As of"),
)
PEOPLE = (
    _("Name"),
    _("Name in Devanagari"),
    _("E-mail"),
    _("Designation"),
    _("Organisation"),
    _("Course"),
    _("Due date"),
    _("State"),
    _("Done on"),
)


def numbers(plan: Plan, part: "Organisation") -> Iterator[list[Any]]:
    """One row per organisation, in the order of the tree."""
    for each in queries.every_organisation(plan, part):
        row = each.row
        as_of = date_format(localtime(row.counted_at), "SHORT_DATETIME_FORMAT") if row.counted_at else ""
        counts = [row.assigned, row.in_progress, row.met, row.waived, row.overdue]
        named = [str(each.organisation), each.organisation.code]
        yield [*named, row.people, row.people_done, each.percent, *counts, as_of]


def people(found: "QuerySet[PlanAssignment]") -> Iterator[list[Any]]:
    """One row per person and course."""
    for row in found.iterator(chunk_size=1000):
        learner, course = row.learner, row.course
        yield [
            learner.name,
            learner.name_in_hindi,
            learner.email,
            str(learner.designation or ""),
            str(row.organisation),
            course.current.in_language("title") if course.current else course.slug,
            date_format(row.due_on, "SHORT_DATE_FORMAT"),
            str(row.get_state_display()),
            date_format(day_in_india(row.met_at), "SHORT_DATE_FORMAT") if row.met_at else "",
        ]
