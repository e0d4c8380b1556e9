"""The dictionary."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competencies.framework import access, queries
from igot.kernel.pages import paginate


@require_safe
def competency_list(request: HttpRequest) -> HttpResponse:
    """Search by name, alias, theme; one area or all."""
    text, area = request.GET.get("q", "").strip()[:100], request.GET.get("area", "")[:120]
    context = {
        "page": paginate(request, queries.search(text, area=area)),
        "areas": queries.areas(),
        "q": text,
        "area": area,
    }
    return render(request, "competencies/framework/competency_list.html", context)


@require_safe
def competency(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One competency: what it means, and what it looks like at each level."""
    found = access.competency_to_see(request.user, public_id)
    context = {"competency": found, "levels": queries.levels(found), "aliases": queries.aliases(found)}
    return render(request, "competencies/framework/competency.html", context)
