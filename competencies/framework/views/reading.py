"""The dictionaries, as every signed-in person reads them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from competencies.framework import access, queries
from competencies.framework.items import KINDS
from competencies.framework.models import Revision, Status
from competencies.framework.queries.lists import narrowed
from competencies.framework.queries.revisions import kind_of
from competencies.framework.views.standing import crossing
from competencies.framework.wording import difference
from igot.accounts.access import grants_for_switcher
from igot.kernel.numbers import whole
from igot.kernel.pages import paginate


@require_safe
def competency_list(request: HttpRequest) -> HttpResponse:
    """The dictionary of competencies."""
    return _list(request, Revision.Kind.COMPETENCY)


@require_safe
def item_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Another dictionary."""
    if kind == Revision.Kind.COMPETENCY:
        return redirect("competency_list")
    return _list(request, kind)


@require_safe
def competency(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One competency: what it means, and what it looks like at each level."""
    found = access.competency_to_see(request.user, public_id)
    context = {
        "competency": found,
        "levels": queries.levels(found),
        "aliases": queries.aliases(found),
        "former": queries.predecessors(found),
        "crossing": crossing(found, found.replaced_by),
        **_doors(request, Revision.Kind.COMPETENCY, found),
    }
    return render(request, "competencies/framework/competency.html", context)


@require_safe
def item(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """One item of another dictionary, line by line."""
    rules = kind_of(kind)
    found = access.item_to_see(request.user, kind, public_id)
    if kind == Revision.Kind.COMPETENCY:
        return redirect(rules.page(found))
    context = {
        "item": found,
        "name": found.in_language(rules.title_field),
        "lines": [*rules.describe(rules.snapshot(found)), *rules.facts(found)],
        "successor": rules.page(found.replaced_by) if found.replaced_by is not None else "",
        **_doors(request, kind, found),
    }
    return render(request, "competencies/framework/item.html", context)


@require_safe
def versions(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Every wording an item had, two of them side by side, and who decided what."""
    rules = kind_of(kind)
    found = access.item_to_see(request.user, kind, public_id)
    kept = queries.versions(kind, public_id)
    contents = {each.version: each.content for each in kept}
    contents.setdefault(found.version, rules.snapshot(found))
    numbers = sorted(contents, reverse=True)
    newer = whole(request.GET.get("to", "")) or numbers[0]
    newer = newer if newer in contents else numbers[0]
    older = whole(request.GET.get("from", "")) or next((each for each in numbers if each < newer), 0)
    before = rules.describe(contents[older]) if older in contents else []
    context = {
        "item": found,
        "kind": rules,
        "name": found.in_language(rules.title_field),
        "page_of_item": rules.page(found),
        "versions": kept,
        "numbers": numbers,
        "newer": newer,
        "older": older if older in contents else 0,
        "lines": difference(before, rules.describe(contents[newer])),
        "decisions": queries.decisions_about(kind, public_id)[:100],
        "reads_log": access.reads_log(request.user),
    }
    return render(request, "competencies/framework/versions.html", context)


def _list(request: HttpRequest, kind: str) -> HttpResponse:
    rules = kind_of(kind)
    text = request.GET.get("q", "").strip()[:100]
    found, narrowings = narrowed(kind, text, request.GET)
    names = {narrowing.facet.name: narrowing.chosen for narrowing in narrowings}
    for narrowing in narrowings:
        for choice in narrowing.choices:
            choice.link = _link(request, narrowing.facet.name, "" if choice.chosen else choice.value)
    shown = [narrowing for narrowing in narrowings if len(narrowing.choices) > 1 or narrowing.chosen]
    page = paginate(request, found)
    context = {
        "kind": rules,
        "kinds": KINDS.values(),
        "page": page,
        "narrowings": shown,
        "q": text,
        "is_narrowed": bool(text)
        or any(value for name, value in names.items() if name != "status")
        or names["status"] == Status.RETIRED,
        "places": _places(request),
    }
    context["rows"] = [_row(rules, each) for each in page]
    # Where nobody in particular keeps anything, the column would be empty.
    context["keeps"] = any(each.organisation_id is not None for each in page)
    return render(request, "competencies/framework/item_list.html", context)


def _link(request: HttpRequest, name: str, value: str) -> str:
    """The page's address with one filter set, or lifted by an empty value; from the first page on."""
    query = request.GET.copy()
    for each in (name, "page"):
        query.pop(each, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def _row(rules: Any, item: Any) -> dict[str, Any]:
    return {
        "item": item,
        "url": rules.page(item),
        "name": item.in_language(rules.title_field),
        "text": rules.gist(item),
        "place": item.node if rules.name == Revision.Kind.COMPETENCY else None,
    }


def _doors(request: HttpRequest, kind: str, item: Any) -> dict[str, Any]:
    """What leads on from an item's page."""
    return {"kind": kind_of(kind), "places": _places(request), "public_id": item.public_id}


def _places(request: HttpRequest) -> list[Any]:
    """Where the reader FRACs: the organisations of their grants."""
    person: Any = request.user
    roles = (*access.AUTHORS, *access.REVIEWERS)
    found = {grant.organisation.pk: grant.organisation for grant in grants_for_switcher(person) if grant.role in roles}
    return list(found.values())[:3]
