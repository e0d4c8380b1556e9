"""My passbook."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.evidence import queries
from competencies.evidence.queries import Gap

LEVELS = 5


@require_safe
def passbook(request: HttpRequest) -> HttpResponse:
    """What I hold and on what evidence, what my position asks, and what lies between."""
    position = queries.position_of(request.user)
    gaps = queries.gaps(request.user)
    context = {
        "holdings": queries.passbook(request.user),
        "position": position,
        "gaps": gaps,
        "met": sum(1 for gap in gaps if not gap.missing),
        "chart": _chart(gaps),
    }
    return render(request, "competencies/evidence/passbook.html", context)


def _chart(gaps: list[Gap]) -> dict[str, Any]:
    """Held beside asked, per competency; the table beneath says the same."""
    names = [str(gap.asked.competency) for gap in gaps]
    held, asked = [gap.held for gap in gaps], [gap.asked.level for gap in gaps]
    return {
        "heading": _("Competency"),
        "labels": names,
        "series": [{"name": _("Level I hold"), "values": held}, {"name": _("Level asked"), "values": asked}],
        "unit": "",
        "maximum": LEVELS,
    }
