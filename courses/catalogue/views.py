"""Find a course, and read what it offers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.framework import queries as framework
from courses.authoring.queries import current_outline
from courses.catalogue import hooks, queries
from courses.catalogue.forms import FiltersForm
from igot.kernel.errors import NotFound
from igot.kernel.pages import paginate
from igot.organisations import queries as organisations

PER_PAGE = 12
FACETS = {
    "area": gettext_lazy("Competency area"),
    "language": gettext_lazy("Language"),
    "duration": gettext_lazy("Duration"),
    "provider": gettext_lazy("Provider"),
}
DURATIONS = {
    "short": gettext_lazy("Up to 1 hour"),
    "medium": gettext_lazy("1 to 5 hours"),
    "long": gettext_lazy("More than 5 hours"),
}


def _time(minutes: int) -> str:
    """How long a course takes, in hours from one hour on."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, filters with counts, cards."""
    user: Any = request.user
    form = FiltersForm(request.GET)
    form.is_valid()
    text, filters = form.cleaned_data.get("q", ""), form.filters()
    page = paginate(request, queries.search(user, text, filters), PER_PAGE)
    courses = list(page.object_list)
    states = hooks.states_for(user, courses)
    context = {
        "page": page,
        "cards": [
            {"course": course, "state": states.get(course.pk), "time": _time(course.current.minutes)}
            for course in courses
            if course.current is not None
        ],
        "q": text,
        "facets": [_facet(request, facet, filters) for facet in queries.facets(user, text, filters)],
        "competency": _competency(filters),
        "narrowed": bool(filters.chosen()),
    }
    return render(request, "courses/catalogue/catalogue.html", context)


def _competency(filters: queries.Filters) -> Any:
    if filters.competency is None:
        return None
    try:
        return framework.competency(filters.competency)
    except NotFound:
        return None


def _facet(request: HttpRequest, facet: queries.Facet, filters: queries.Filters) -> dict[str, Any]:
    """A filter as the page draws it; a chosen value stays, also when nothing is left under it."""
    chosen = str(getattr(filters, facet.name) or "")
    counts = dict(facet.counts)
    if chosen:
        counts.setdefault(chosen, 0)
    labels = _labels(facet.name, list(counts))
    values = [
        {
            "label": labels[value],
            "count": count,
            "chosen": value == chosen,
            "url": _link(request, facet.name, "" if value == chosen else value),
        }
        for value, count in counts.items()
        if value in labels
    ]
    return {"name": facet.name, "title": FACETS[facet.name], "values": values, "chosen": chosen}


def _link(request: HttpRequest, name: str, value: str) -> str:
    """The page's address with one filter set, or lifted by an empty value; from the first page on."""
    query = request.GET.copy()
    for each in (name, "page"):
        query.pop(each, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def _labels(name: str, values: list[str]) -> dict[str, Any]:
    if name == "provider":
        return {provider.slug: provider for provider in organisations.by_slugs(values)}
    if name == "language":
        return {value: get_language_info(value)["name_local"].title() for value in values}
    return DURATIONS if name == "duration" else queries.AREAS


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """One course: what it is about, what it builds, what it consists of, and how the reader stands to it."""
    user: Any = request.user
    found = queries.course_for(user, slug)
    context = {
        "course": found,
        "release": found.current,
        "modules": current_outline(found),
        "tags": found.current.tags.all() if found.current else [],
        "state": hooks.state_for(user, found),
        "time": _time(found.current.minutes) if found.current else "",
        "written_in": get_language_info(found.current.language)["name_local"].title() if found.current else "",
    }
    return render(request, "courses/catalogue/course.html", context)
