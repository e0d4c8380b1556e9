"""A plan's numbers, and the people behind them, as rows of a sheet."""

from collections.abc import Iterator
from functools import lru_cache
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
    """One row per person and course. What many rows have in common (places, courses, days) is put into words once."""
    places = {row.organisation_id: str(row.organisation) for row in _one_of_each(found, "organisation")}
    titles = {row.course_id: _title(row) for row in _one_of_each(found, "course", "course__current")}
    offices = {
        row.learner.designation_id: str(row.learner.designation or "")
        for row in _one_of_each(found, "learner__designation")
    }
    states = {value: str(label) for value, label in PlanAssignment.State.choices}
    day = lru_cache(maxsize=1000)(lambda when: date_format(when, "SHORT_DATE_FORMAT"))
    columns = (
        "learner__name", "learner__name_in_hindi", "learner__email", "learner__designation", "organisation", "course",
        "due_on", "state", "met_at",
    )  # fmt: skip
    for name, in_hindi, email, office, place, course, due_on, state, met_at in found.values_list(*columns).iterator(
        chunk_size=2000
    ):
        done = day(day_in_india(met_at)) if met_at else ""
        yield [name, in_hindi, email, offices[office], places[place], titles[course], day(due_on), states[state], done]


def _one_of_each(found: "QuerySet[PlanAssignment]", field: str, *also: str) -> "QuerySet[PlanAssignment]":
    """One row for every different value of the field, with what it points to."""
    return found.order_by(field if "__" not in field else f"{field}_id").distinct(field).select_related(field, *also)


def _title(row: PlanAssignment) -> str:
    course = row.course
    return str(course.current.in_language("title")) if course.current else course.slug
