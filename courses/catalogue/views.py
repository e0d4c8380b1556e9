"""Find a course, and read what it offers."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import caches
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.framework import queries as framework
from courses.authoring.models import Course
from courses.authoring.queries import current_outline, languages_of
from courses.catalogue import hooks, queries
from courses.catalogue.forms import FiltersForm
from igot.kernel.errors import NotFound
from igot.kernel.numbers import whole
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


@dataclass(frozen=True)
class _Found:
    """A page of the catalogue without its words: how many courses there are, those of this page, the counts."""

    number: int
    total: int
    lines: list[queries.Line]
    facets: list[queries.Facet]


def _found(request: HttpRequest, text: str, filters: queries.Filters, reach: queries.Reach | None) -> _Found:
    """What was found before within the same reach, or what is found now."""
    organisation = request.user.organisation  # type: ignore[union-attr]
    asked = hashlib.sha256(repr((text, filters, whole(request.GET.get("page", "")))).encode()).hexdigest()
    key = f"found:{reach}:{asked}"
    kept: _Found | None = caches["process"].get(key) if reach else None
    if kept is None:
        matching = queries.lines(organisation, text)
        page = paginate(request, [line for line in matching if line.passes(filters)], PER_PAGE)
        kept = _Found(page.number, page.paginator.count, page.object_list, queries.facets_of(matching, filters))
        if reach:
            caches["process"].set(key, kept)
    return kept


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, filters with counts, cards."""
    user: Any = request.user
    form = FiltersForm(request.GET)
    form.is_valid()
    text, filters = form.cleaned_data.get("q", ""), form.filters()
    reach = queries.reach(user.organisation)
    found = _found(request, text, filters, reach)
    states = hooks.states_for(user, found.lines)

    @cache
    def courses() -> dict[int, Course]:
        return {course.pk: course for course in queries.courses_by_id([line.pk for line in found.lines])}

    cards = [
        {
            "line": line,
            "course": lambda pk=line.pk: courses()[pk],
            "state": states.get(line.pk),
            "time": _time(line.minutes),
        }
        for line in found.lines
    ]
    asked = reach and f"{reach} {request.get_full_path()}"
    context = {
        "narrow_key": asked,
        "card_key": reach and reach.number,
        # Most people take none of a page's courses: the list is the same for all of them.
        "list_key": ""
        if any(state.text for state in states.values())
        else reach and f"{reach} {request.get_full_path()}",
        "page": Paginator(range(found.total), PER_PAGE).page(found.number),
        "cards": cards,
        "q": text,
        "facets": cache(lambda: [_facet(request, facet, filters) for facet in found.facets]),
        "competency": cache(lambda: _competency(filters)),
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
    reach = queries.reach(user.organisation)
    known = queries.entry(user, slug, reach)
    state = hooks.state_for(user, known)

    @cache
    def read() -> Course:
        return queries.course_for(user, slug)

    def release() -> Any:
        return read().current

    @cache
    def modules() -> list[Any]:
        return current_outline(read())

    def languages() -> list[tuple[str, str]]:
        found = languages_of(release(), modules()) if release() else []
        return [(code, get_language_info(code)["name_local"].title()) for code in found]

    context = {
        "course_key": reach and f"{reach.number} {known.pk}",
        "open_parts": "open" if state.parts else "closed",
        "course": read,
        "release": release,
        "modules": modules,
        "tags": cache(lambda: release().tags.all() if release() else []),
        "state": state,
        "time": lambda: _time(release().minutes) if release() else "",
        "languages": languages,
    }
    return render(request, "courses/catalogue/course.html", context)
