"""Hand out a work order's PDF."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from competencies.positions import queries
from competencies.positions.models import WorkOrder
from igot.kernel.errors import NotFound

SECONDS_UNTIL_RETRY = 5


def pdf_response(request: HttpRequest, order: WorkOrder, language: str) -> HttpResponseBase:
    """The PDF in one language; while it is being drawn, a page that says so and asks again by itself (202).

    Raises NotFound for a draft, which has none.
    """
    file = queries.file_of(order, language)
    if file is None:
        raise NotFound()
    if not file.pdf:
        context = {"order": order, "again": request.path}
        page = render(request, "competencies/positions/being_drawn.html", context, status=202)
        page.headers["Refresh"] = str(SECONDS_UNTIL_RETRY)
        page.headers["Retry-After"] = str(SECONDS_UNTIL_RETRY)
        return page
    name = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in f"{order.number}-{language}")
    response = FileResponse(
        file.pdf.open("rb"), filename=f"{name}.pdf", as_attachment=request.GET.get("download") == "1"
    )
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Cache-Control"] = "private, no-store"
    return response
