"""An item as those who FRAC see it: what rests on it, what looks like it; retiring and merging it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.framework import access, queries, services
from competencies.framework.forms import MergeForm, RetireForm
from competencies.framework.items import KINDS
from competencies.framework.queries.duplicates import all_near, chunks, near, resting_on
from competencies.framework.queries.revisions import kind_of
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.numbers import whole

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@opened
def frac_item(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """What rests on an item, what looks like it, and what can be done with it."""
    rules = kind_of(kind)
    item = access.item_to_work_on(organisation, kind, public_id)
    context = {
        **_about(organisation, rules, item),
        "resting": resting_on(kind, item),
        "near": [_pair(rules, pair) for pair in near(kind, item)] if item.status == "approved" else [],
        "on_its_way": queries.open_revision(kind, public_id),
        "may_author": access.can_author(request.user, organisation),
        "may_govern": access.can_govern(request.user, organisation),
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
    pairs = [_pair(rules, pair) for pair in all_near(kind, chunk=part)]
    context = {"organisation": organisation, "kind": rules, "kinds": KINDS.values(), "pairs": pairs}
    context |= {"part": part, "parts": range(1, parts + 1)}
    return render(request, "competencies/framework/duplicates.html", context)


@get_or_post
@opened
def frac_retire(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """Take it out of force, with a reason and, where there is one, what takes its place."""
    rules = kind_of(kind)
    item = access.item_to_govern(request.user, organisation, kind, public_id)
    form = RetireForm(request.POST or None, kind=rules, item=item)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.retire_item(kind=kind, item=item, **form.cleaned_data, actor=request.user, at=now())
            except (Refused, Conflict) as refusal:
                _show(form, refusal)
            else:
                messages.success(request, _("“%(name)s” is no longer in force.") % {"name": item})
                return redirect("frac_item", slug=organisation.slug, kind=kind, public_id=public_id)
    context = {**_about(organisation, rules, item), "form": form, "resting": resting_on(kind, item)}
    return render(request, "competencies/framework/retire.html", context, status=status)


@get_or_post
@opened
def frac_merge(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """Make it one with another: first what would be re-pointed (`?into=`), then, with a reason, the deed."""
    rules = kind_of(kind)
    item = access.item_to_govern(request.user, organisation, kind, public_id)
    form = MergeForm(request.POST or None, kind=rules, item=item, initial={"into": request.GET.get("into", "")[:40]})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.merge_items(kind=kind, item=item, **form.cleaned_data, actor=request.user, at=now())
            except (Refused, Conflict) as refusal:
                _show(form, refusal)
            else:
                into = form.cleaned_data["into"]
                messages.success(request, _("“%(name)s” is now one with “%(other)s”.") % {"name": item, "other": into})
                return redirect("frac_item", slug=organisation.slug, kind=kind, public_id=into.public_id)
    into = form.chosen()
    context = {
        **_about(organisation, rules, item),
        "form": form,
        "into": into,
        "into_lines": rules.describe(rules.snapshot(into)) if into is not None else [],
        "item_lines": rules.describe(rules.snapshot(item)) if into is not None else [],
        "resting": resting_on(kind, item),
        "near": [_pair(rules, pair) for pair in near(kind, item)],
    }
    return render(request, "competencies/framework/merge.html", context, status=status)


def _about(organisation: "Organisation", rules: Any, item: Any) -> dict[str, Any]:
    name = item.in_language(rules.title_field)
    return {"organisation": organisation, "kind": rules, "item": item, "name": name, "page_of_item": rules.page(item)}


def _pair(rules: Any, pair: Any) -> dict[str, Any]:
    return {
        "pair": pair,
        "name": pair.item.in_language(rules.title_field),
        "other": pair.other.in_language(rules.title_field),
        "url": rules.page(pair.item),
        "other_url": rules.page(pair.other),
    }


def _show(form: Any, refusal: Refused | Conflict) -> None:
    if isinstance(refusal, Refused):
        show_refusal(form, refusal)
    else:
        form.add_error(None, str(refusal))
