"""The learner's pages: what I am asked, by whom, why, and how it stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capacity_plans.assignments import queries
from igot.kernel.clock import now
from igot.kernel.pages import paginate

STATES = ("", "open", "done", "lapsed")


@require_safe
def my_assignments(request: HttpRequest) -> HttpResponse:
    """Everything plans ask of me, due first."""
    at = now()
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    text = request.GET.get("q", "").strip()[:100]
    page = paginate(request, queries.mine(request.user, state=state, text=text), per_page=20)
    context = {
        "page": page,
        "obligations": queries.obligations(page.object_list, at),
        "summary": queries.year_summary(request.user, at=at),
        "state": state,
        "q": text,
    }
    return render(request, "capacity_plans/assignments/mine.html", context)


@require_safe
def assignment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One obligation explains itself."""
    row = queries.one_of_mine(request.user, public_id)
    obligation = queries.obligations([row], now())[0]
    context = {"obligation": obligation, "row": row, "criteria": queries.explanation(obligation)}
    return render(request, "capacity_plans/assignments/one.html", context)
