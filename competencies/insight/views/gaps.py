"""The leader's pages: the heat map, one competency of it, what has changed, and who stands behind a number."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competencies.framework.access import competency_to_see
from competencies.framework.models import Competency
from competencies.insight import access, queries, sheets
from competencies.insight.queries import HeatMap
from igot.accounts.access import acts_for
from igot.imports import csv, services
from igot.imports.access import export_kind
from igot.kernel.clock import now
from igot.kernel.numbers import whole
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
ROWS, COLUMNS, POINTS, OFFERS = 15, 8, 8, 4
# The shades of the map in words: nobody has to tell them apart by colour.
SHADES = ("0–19 %", "20–39 %", "40–59 %", "60–79 %", "80–100 %")


@require_safe
@opened
def gap_map(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Competencies against organisations (`?in=` goes down the tree) or positions, as of a day."""
    part, day, context = _frame(request, organisation)
    if day is not None:
        found = _map(request, part, day)
        page = paginate(request, found.rows, ROWS)
        pages = max(1, -(-len(found.columns) // COLUMNS))
        across = min(max(whole(request.GET.get("across", "")), 1), pages)
        few = slice((across - 1) * COLUMNS, across * COLUMNS)
        context |= {
            "map": found,
            "page": page,
            "columns": found.columns[few],
            "rows": [replace(row, cells=row.cells[few]) for row in page.object_list],
            "across": across,
            "across_pages": pages,
            "chart": _chart(page.object_list),
            "shades": list(enumerate(SHADES)),
            "kinds": Competency.Kind.choices,
            "by_position": part == access.top_for(request.user, organisation),
        }
    return render(request, "competencies/insight/map.html", context)


@require_safe
@opened
def gap_map_csv(request: HttpRequest, organisation: "Organisation") -> HttpResponse | StreamingHttpResponse:
    """The same map, whole, for a spreadsheet."""
    part, day, _context = _frame(request, organisation)
    rows = list(sheets.of_map(_map(request, part, day))) if day is not None else []
    return csv.response(f"gaps-{part.slug}-{day or 'none'}.csv", sheets.MAP, rows)


@require_safe
@opened
def gap_competency(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """One competency: how it stands in each organisation and, for the whole, in each position; and over time."""
    part, day, context = _frame(request, organisation)
    competency = competency_to_see(request.user, public_id)
    context["competency"] = competency
    top = access.top_for(request.user, organisation)
    if day is not None:
        below = queries.heat_map(part, top, day, only=competency)
        tables = [(_("By organisation"), below)]
        if part == top:
            tables.append((_("By position"), queries.heat_map(part, top, day, by="position", only=competency)))
        context |= {
            "row": below.rows[0] if below.rows else None,
            "tables": [(title, found.rows[0].cells) for title, found in tables if found.rows],
            "chart": _course(queries.course_of(part, top, _some(context["days"], day), competency)),
        }
    return render(request, "competencies/insight/competency.html", context)


@require_safe
@opened
def gap_trend(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """What has changed between two days, competency by competency, and all together from day to day."""
    part, first, last, context = _between(request, organisation)
    if first is not None and last is not None:
        top = access.top_for(request.user, organisation)
        context |= {
            "first": first,
            "last": last,
            "page": paginate(request, queries.changes(part, top, first, last)),
            "chart": _course(queries.course_of(part, top, _some(context["days"], last, first))),
        }
    return render(request, "competencies/insight/trend.html", context)


@require_safe
@opened
def gap_trend_csv(request: HttpRequest, organisation: "Organisation") -> HttpResponse | StreamingHttpResponse:
    """The same changes, all of them, for a spreadsheet."""
    part, first, last, _context = _between(request, organisation)
    rows: list[list[Any]] = []
    if first is not None and last is not None:
        found = queries.changes(part, access.top_for(request.user, organisation), first, last)
        rows = list(sheets.of_changes(found, first, last))
    return csv.response(f"change-{part.slug}-{first or 'none'}-{last or 'none'}.csv", sheets.TREND, rows)


@require_safe
@opened
def gap_next(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """What to teach next: gaps, people, and what there is to learn from."""
    part, day, context = _frame(request, organisation)
    if day is not None:
        needs = queries.teach_next(part, access.top_for(request.user, organisation), day)
        page = paginate(request, needs, ROWS)
        there = queries.brought(part, page.object_list, OFFERS)
        context["page"] = page
        told = [(need, there[need.competency.pk]) for need in page.object_list]
        context["needs"] = [(need, offered, f"{context['may_plan']} {need.mark} {offered!r}") for need, offered in told]
    return render(request, "competencies/insight/next.html", context)


@require_safe
@opened
def gap_people(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Who stands behind a number, for those who act for these people."""
    competency = access.competency_with_names(request.user, organisation, public_id)
    part = access.part_to_see(organisation, request.GET.get("in", ""))
    text, lacking = _text(request), request.GET.get("all") != "1"
    found = queries.people_behind(part, competency, lacking=lacking, text=text)
    context = {
        "organisation": organisation,
        "part": part,
        "competency": competency,
        "page": paginate(request, found),
        "q": text,
        "lacking": lacking,
    }
    return render(request, "competencies/insight/people.html", context)


@require_POST
@opened
def gap_sheet(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Ask for the people behind the numbers as a file made in the background."""
    part = access.part_to_see(organisation, request.POST.get("in", ""))
    kind = export_kind(request.user, organisation, "gap_people")
    wish = {"part": part.slug}
    if request.POST.get("competency"):
        try:
            wish["competency"] = str(competency_to_see(request.user, UUID(request.POST["competency"])).public_id)
        except ValueError:
            return redirect("gap_map", slug=organisation.slug)
    services.ask_export(kind=kind.name, organisation=organisation, parameters=wish, actor=request.user, at=now())
    messages.success(request, _("The file is being made. You are told when it is ready."))
    return redirect("exports", slug=organisation.slug)


def _frame(
    request: HttpRequest, organisation: "Organisation", name: str = "day"
) -> tuple["Organisation", date | None, dict[str, Any]]:
    """The part and the day that are asked for, and what every page of gaps shows."""
    part = access.part_to_see(organisation, request.GET.get("in", ""))
    days = queries.days()
    day = access.day_to_see(request.GET.get(name, ""), days)
    context: dict[str, Any] = {
        "organisation": organisation,
        "part": part,
        "day": day,
        "days": days,
        "q": _text(request),
        "kind": _kind(request),
        "may_see_names": access.can_see_names(request.user, organisation),
        "may_plan": access.can_plan(request.user, organisation),
    }
    return part, day, context


def _between(
    request: HttpRequest, organisation: "Organisation"
) -> tuple["Organisation", date | None, date | None, dict[str, Any]]:
    """The part, and the two days that are asked for, the earlier one first: by default the first and the newest."""
    part, last, context = _frame(request, organisation, "to")
    days = context["days"]
    first = access.day_to_see(request.GET.get("from") or str(days[-1]), days) if days else None
    if first is not None and last is not None:
        first, last = min(first, last), max(first, last)
    return part, first, last, context


def _map(request: HttpRequest, part: "Organisation", day: date) -> HeatMap:
    by = "position" if request.GET.get("by") == "position" else "organisation"
    top = access.top_for(request.user, part)
    return queries.heat_map(part, top, day, by=by, text=_text(request), kind=_kind(request))


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip().replace("\x00", "")[:100]


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in Competency.Kind.values else ""


def _chart(rows: list[queries.Row]) -> dict[str, Any] | None:
    """The sums of the page's competencies as bars."""
    shown = [(str(row.competency), row.whole) for row in rows if row.whole is not None]
    if not shown:
        return None
    return {
        "heading": _("Competency"),
        "labels": [name for name, _numbers in shown],
        "series": [{"name": _("People who meet it, in per cent"), "values": [each.percent for _name, each in shown]}],
        "rows": [[name, f"{each.percent} %"] for name, each in shown],
        "unit": " %",
        "maximum": 100,
    }


def _course(points: list[queries.Point]) -> dict[str, Any] | None:
    """The share that is met, day by day, as a line; one day alone draws none."""
    if len(points) < 2:
        return None
    named = [(date_format(each.day, "SHORT_DATE_FORMAT"), each.percent) for each in points]
    return {
        "heading": _("Day"),
        "labels": [name for name, _value in named],
        "series": [{"name": _("Requirements met, in per cent"), "values": [value for _name, value in named]}],
        "rows": [[name, f"{value} %"] for name, value in named],
        "unit": " %",
        "maximum": 100,
    }


def _some(days: list[date], last: date, first: date | None = None) -> list[date]:
    """At most eight of the counted days up to the last, evenly spread, with both ends."""
    within = sorted(day for day in days if day <= last and (first is None or day >= first))
    if len(within) <= POINTS:
        return within
    return [within[round(number * (len(within) - 1) / (POINTS - 1))] for number in range(POINTS)]
