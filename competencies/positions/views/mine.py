"""My work: what my positions and my work orders give me to do, and what they ask for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competencies.positions import queries
from competencies.positions.views.files import pdf_response
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import NotFound


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Each posting with its position's roles and activities; the work orders that name me."""
    if not request.user.is_authenticated:
        raise NotFound()
    today = day_in_india(now())
    held = queries.positions_of(request.user, today)
    asked = queries.asked_of(request.user, today, held)
    posts = [
        (
            place,
            list(queries.roles_of(place.position, place.organisation).prefetch_related("role__activities__resources"))
            if place.position is not None
            else [],
            [line for line in asked if line.held is place],
        )
        for place in held
    ]
    in_force = queries.orders_for(request.user, today)
    context = {
        "posts": posts,
        "orders": [(place, queries.entry_of(place)) for place in in_force],
        "coming": [(place, queries.entry_of(place)) for place in queries.coming_orders_for(request.user, today)],
        "alone": [line for line in asked if line.held is None],
    }
    return render(request, "competencies/positions/my_work.html", context)


@require_safe
def my_order_pdf(request: HttpRequest, public_id: UUID, language: str) -> HttpResponseBase:
    """The PDF of an order in which the person stands."""
    if not request.user.is_authenticated:
        raise NotFound()
    return pdf_response(request, queries.order_for_person(request.user, public_id), language)
