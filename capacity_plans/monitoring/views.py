"""The leader's pages: how far everybody is, and who stands behind each number."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capacity_plans.monitoring import queries
from capacity_plans.monitoring.access import part_to_see
from capacity_plans.plans import access
from capacity_plans.plans.models import Plan, PlanAssignment
from igot.accounts.access import acts_for
from igot.imports import csv
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import Denied
from igot.kernel.pages import paginate
from igot.kernel.tenancy import subtree

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
COUNTED = (
    PlanAssignment.State.ASSIGNED,
    PlanAssignment.State.IN_PROGRESS,
    PlanAssignment.State.MET,
    PlanAssignment.State.WAIVED,
)


@require_safe
@opened
def plan_progress(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Progress by organisation, as a chart and its table; `?in=` goes down the tree."""
    plan = access.plan_to_see(organisation, public_id)
    part = part_to_see(organisation, request.GET.get("in", ""))
    report = queries.progress_by_organisation(plan, part)
    context: dict[str, Any] = {
        "organisation": organisation,
        "plan": plan,
        "part": part,
        "report": report,
        "chart": _chart(report) if report else None,
        "may_see_names": access.can_see_names(request.user, organisation),
    }
    return render(request, "capacity_plans/monitoring/progress.html", context)


def _chart(report: queries.Report) -> dict[str, Any]:
    shown = report.below or [report.whole]
    return {
        "heading": _("Organisation"),
        "labels": [str(each.organisation) for each in shown],
        "series": [
            {"name": _("Assignments done or exempt, in per cent"), "values": [each.percent_settled for each in shown]},
            {"name": _("People done, in per cent"), "values": [each.percent for each in shown]},
        ],
        "rows": [[str(each.organisation), f"{each.percent_settled} %", f"{each.percent} %"] for each in shown],
        "unit": " %",
        "maximum": 100,
    }


@require_safe
@opened
def plan_progress_csv(
    request: HttpRequest, organisation: "Organisation", public_id: UUID
) -> HttpResponse | StreamingHttpResponse:
    """The numbers of every organisation, for a spreadsheet."""
    plan = access.plan_to_see(organisation, public_id)
    part = part_to_see(organisation, request.GET.get("in", ""))
    headings = [
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
    ]
    with subtree(organisation):
        rows = [_numbers(each) for each in queries.every_organisation(plan, part)]
    return csv.response(f"plan-progress-{part.slug}-{plan.year}.csv", headings, rows)


def _numbers(each: queries.Progress) -> list[Any]:
    row = each.row
    as_of = date_format(localtime(row.counted_at), "SHORT_DATETIME_FORMAT") if row.counted_at else ""
    counts = [row.assigned, row.in_progress, row.met, row.waived, row.overdue]
    return [str(each.organisation), each.organisation.code, row.people, row.people_done, each.percent, *counts, as_of]


@require_safe
@opened
def plan_people(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """The people behind a number."""
    plan = _plan_with_names(request, organisation, public_id)
    part, chosen = part_to_see(organisation, request.GET.get("in", "")), _chosen(request)
    found = queries.rows_behind(plan, part, today=day_in_india(now()), **chosen)
    context = {
        "organisation": organisation,
        "plan": plan,
        "part": part,
        "page": paginate(request, found),
        "items": plan.current.items.select_related("course__current") if plan.current else [],
        "states": [
            ("overdue", _("Overdue")),
            ("open", _("Still to be done")),
            *((state.value, state.label) for state in COUNTED),
        ],
        "today": day_in_india(now()),
        "q": chosen["text"],
        **chosen,
    }
    return render(request, "capacity_plans/monitoring/people.html", context)


@require_safe
@opened
def plan_people_csv(
    request: HttpRequest, organisation: "Organisation", public_id: UUID
) -> HttpResponse | StreamingHttpResponse:
    """The people behind a number, for a spreadsheet."""
    plan = _plan_with_names(request, organisation, public_id)
    part = part_to_see(organisation, request.GET.get("in", ""))
    found = queries.rows_behind(plan, part, today=day_in_india(now()), **_chosen(request))
    headings = [
        _("Name"),
        _("Name in Devanagari"),
        _("E-mail"),
        _("Designation"),
        _("Organisation"),
        _("Course"),
        _("Due date"),
        _("State"),
        _("Done on"),
    ]
    return csv.response(f"plan-people-{part.slug}-{plan.year}.csv", headings, list(_people(found)))


def _people(found: Any) -> Iterator[list[Any]]:
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


def _plan_with_names(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> Plan:
    plan = access.plan_to_see(organisation, public_id)
    if not access.can_see_names(request.user, organisation):
        raise Denied(_("Your role shows numbers, not names."))
    return plan


def _chosen(request: HttpRequest) -> dict[str, Any]:
    state, item = request.GET.get("state", ""), request.GET.get("item", "")
    try:
        key = UUID(item) if item else None
    except ValueError:
        key = None
    return {
        "state": state if state in {"overdue", "open", *COUNTED} else "",
        "item": key,
        "text": request.GET.get("q", "").strip()[:100],
    }
