"""Pages a public service must have; open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(template: str):  # type: ignore[no-untyped-def]
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"web/{template}.html")

    view.__name__ = template
    return view


accessibility = _page("accessibility")
privacy = _page("privacy")
terms = _page("terms")
contact = _page("contact")
help_page = _page("help")
