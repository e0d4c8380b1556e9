"""An item as those who FRAC see it: what rests on it, what looks like it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competencies.framework import access, queries
from competencies.framework.items import KINDS
from competencies.framework.queries.duplicates import all_near, chunks, near
from competencies.framework.queries.proposals import open_proposal, resting_on
from competencies.framework.queries.revisions import kind_of
from igot.accounts.access import acts_for
from igot.kernel.numbers import whole
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)


@require_safe
@opened
def frac_item(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """What rests on an item, what looks like it, and what can be done with it."""
    rules = kind_of(kind)
    item = access.item_to_work_on(organisation, kind, public_id)
    proposal = open_proposal(kind, public_id)
    context = {
        **about(organisation, rules, item),
        "resting": resting_on(kind, item),
        "near": [pair_of(rules, pair) for pair in near(kind, item)] if item.status == "approved" else [],
        "on_its_way": queries.open_revision(kind, public_id),
        "proposal": proposal,
        "reads_proposal": proposal is not None and is_within(proposal.organisation, organisation),
        "may_author": access.can_author(request.user, organisation),
        "decisions": queries.decisions_about(kind, public_id)[:50],
    }
    return render(request, "competencies/framework/frac_item.html", context)


@require_safe
@opened
def frac_duplicates(request: HttpRequest, organisation: "Organisation", kind: str) -> HttpResponse:
    """Every two items whose names are alike; of a long dictionary, a part of it at a time (`?part=`)."""
    rules = kind_of(kind)
    parts = chunks(kind)
    part = min(max(whole(request.GET.get("part", "")), 1), parts)
    pairs = [pair_of(rules, pair) for pair in all_near(kind, chunk=part)]
    context = {"organisation": organisation, "kind": rules, "kinds": KINDS.values(), "pairs": pairs}
    context |= {"part": part, "parts": range(1, parts + 1)}
    return render(request, "competencies/framework/duplicates.html", context)


def crossing(item: Any, other: Any, *, organisation: "Organisation | None" = None) -> dict[str, Any] | None:
    """How the levels of the one count for the other, where they are measured on different scales; with an organisation
    also where its Commission says so.
    """
    if other is None or queries.same_scale(item, other):
        return None
    steps = queries.level_steps(item, other)
    return {
        "scale": item.scale.in_language("name"),
        "other": other.scale.in_language("name"),
        "steps": steps,
        "leads": any(step.other is not None for step in steps),
        "url": reverse("scale_answers", args=[organisation.slug, item.scale.code, other.scale.code])
        if organisation is not None
        else "",
    }


def about(organisation: "Organisation", rules: Any, item: Any) -> dict[str, Any]:
    """What every page about an item shows."""
    name = item.in_language(rules.title_field)
    return {"organisation": organisation, "kind": rules, "item": item, "name": name, "page_of_item": rules.page(item)}


def pair_of(rules: Any, pair: Any) -> dict[str, Any]:
    """Two items whose names are alike, as pages show them."""
    return {
        "pair": pair,
        "name": pair.item.in_language(rules.title_field),
        "other": pair.other.in_language(rules.title_field),
        "url": rules.page(pair.item),
        "other_url": rules.page(pair.other),
    }
