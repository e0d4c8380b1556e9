"""Releases: what changed since the last one, and what it does to whom."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from competencies.framework import access, services
from competencies.framework.forms import ReleaseForm
from competencies.framework.items import KINDS, USES
from competencies.framework.queries import releases as queries
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

CHANGES = {
    "new": (gettext_lazy("New"), "ok"),
    "changed": (gettext_lazy("New version"), "info"),
    "retired": (gettext_lazy("No longer in force"), "warn"),
}


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release."""
    page = paginate(request, queries.releases().defer("contents"))
    return render(request, "competencies/framework/releases.html", {"page": page})


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release with its notes."""
    found = queries.release(number)
    page = paginate(request, found.changes, per_page=100)
    context = {"release": found, "page": page, "rows": _rows(page), "counts": _counts(found.changes)}
    return render(request, "competencies/framework/release.html", context)


@once
@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.BOARD)
def release_new(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """What a release would say; and publish it."""
    form = ReleaseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.publish_release(
                    **form.cleaned_data, organisation=organisation, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                form.add_error(None, str(conflict))
            else:
                messages.success(request, _("Release %(number)s is published.") % {"number": made.number})
                return redirect("release", number=made.number)
    last = queries.releases().first()
    changes = queries.changes_since(last.contents if last is not None else {}, queries.contents())
    page = paginate(request, changes, per_page=100)
    context = {
        "organisation": organisation,
        "form": form,
        "last": last,
        "page": page,
        "rows": _rows(page),
        "counts": _counts(changes),
    }
    return render(request, "competencies/framework/release_new.html", context, status=status)


def _counts(changes: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    counted = [(label, sum(change["change"] == name for change in changes)) for name, (label, _tone) in CHANGES.items()]
    return [(label, number) for label, number in counted if number]


def _rows(page: Any) -> list[dict[str, Any]]:
    rows, names = [], queries.names_here(page)
    for change in page:
        label, tone = CHANGES[change["change"]]
        kind = KINDS.get(change["kind"])
        touches = [
            {**each, "label": USES[each["use"]].label} for each in change.get("touches", []) if each["use"] in USES
        ]
        name = names.get(change["item"], change["name"])
        rows.append({"change": change, "name": name, "label": label, "tone": tone, "kind": kind, "touches": touches})
    return rows
