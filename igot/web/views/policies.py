"""Pages a public service must have; open to everybody."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# The day each text was last gone through, against what the software does.
UPDATED = {
    "accessibility": date(2026, 11, 22),
    "privacy": date(2026, 11, 22),
    "terms": date(2026, 11, 22),
    "copyright": date(2026, 11, 22),
    "hyperlinking": date(2026, 11, 22),
    "contact": date(2026, 11, 22),
    "help": date(2026, 11, 22),
    "sitemap": date(2026, 11, 22),
}


def _page(template: str):  # type: ignore[no-untyped-def]
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"web/{template}.html", {"updated": UPDATED[template]})

    view.__name__ = template
    return view


accessibility = _page("accessibility")
privacy = _page("privacy")
terms = _page("terms")
copyright_page = _page("copyright")
hyperlinking = _page("hyperlinking")
contact = _page("contact")
help_page = _page("help")
sitemap = _page("sitemap")
