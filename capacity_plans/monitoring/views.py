"""The leader's pages: how far everybody is, and who stands behind each number."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capacity_plans.monitoring import queries, sheets
from capacity_plans.monitoring.access import part_to_see
from capacity_plans.plans import access
from capacity_plans.plans.models import Plan, PlanAssignment
from igot.accounts.access import acts_for
from igot.imports import csv, services
from igot.imports.access import export_kind
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
    """Progress by organisation, as a chart and its table; `?in=` goes down the tree.

    While it is being counted the page asks again by itself: there is nothing to send (204) as long as the count that
    it shows (`?seen=`) is the last, and before the first one the whole page is wanted anew.
    """
    plan = access.plan_to_see(organisation, public_id)
    part = part_to_see(organisation, request.GET.get("in", ""))
    report = queries.progress_by_organisation(plan, part)
    if request.headers.get("HX-Request") == "true":
        seen = request.GET.get("seen", "")
        if report is None or report.mark == seen:
            return HttpResponse(status=204)
        if not seen:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
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
    with subtree(organisation):
        rows = list(sheets.numbers(plan, part))
    return csv.response(f"plan-progress-{part.slug}-{plan.year}.csv", sheets.NUMBERS, rows)


@require_safe
@opened
def plan_people(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """The people behind a number."""
    plan = _plan_with_names(request, organisation, public_id)
    part, chosen = part_to_see(organisation, request.GET.get("in", "")), _chosen(request)
    found = queries.rows_behind(plan, part, today=day_in_india(now()), **chosen)
    page = paginate(request, found.values_list("pk", flat=True))
    page.object_list = queries.in_full(page.object_list)
    context = {
        "organisation": organisation,
        "plan": plan,
        "part": part,
        "page": page,
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
    return csv.response(f"plan-people-{part.slug}-{plan.year}.csv", sheets.PEOPLE, list(sheets.people(found)))


@require_POST
@opened
def plan_sheet(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Ask for the numbers, or for the people behind them, as a file made in the background."""
    plan = access.plan_to_see(organisation, public_id)
    part = part_to_see(organisation, request.POST.get("in", ""))
    kind = export_kind(request.user, organisation, f"plan_{request.POST.get('sheet', 'progress')}")
    wish = {"plan": str(plan.public_id), "part": part.slug}
    services.ask_export(kind=kind.name, organisation=organisation, parameters=wish, actor=request.user, at=now())
    messages.success(request, _("The file is being made. You are told when it is ready."))
    return redirect("exports", slug=organisation.slug)


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
