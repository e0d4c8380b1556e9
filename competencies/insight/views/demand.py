"""The demand board: what people lack and nobody teaches, for those who provide content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competencies.framework.models import Competency
from competencies.insight import access, queries
from igot.kernel.pages import paginate


@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """Level by level, what nothing reaches first; counts only, of ministries with five people or more."""
    access.demand_to_see(request.user)
    day = access.day_to_see("", queries.days())
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Competency.Kind.values else ""
    rows = queries.demand(day, text=text, kind=kind) if day is not None else []
    context = {"day": day, "page": paginate(request, rows), "q": text, "kind": kind, "kinds": Competency.Kind.choices}
    return render(request, "competencies/insight/demand.html", context)
