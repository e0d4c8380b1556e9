"""Picking questions from the bank for a draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.bank import queries as bank
from assessments.bank.access import WRITERS
from assessments.bank.forms import FilterForm
from assessments.papers import queries, services
from assessments.papers.access import paper_of
from assessments.papers.views import address, safe_next
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@acts_for(*WRITERS)
@require_http_methods(["GET", "POST"])
def paper_pick(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Search the bank and add what is ticked to the draft's last section, one mark each."""
    paper = paper_of(organisation, public_id)
    version = queries.newest_version(paper)
    status = 200
    if request.method == "POST":
        chosen = bank.versions_by_id(organisation, _ids(request.POST.getlist("question")))
        try:
            added = services.add_items(version=version, questions=chosen, actor=request.user, at=now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal.message))
            status = 422
        else:
            text = ngettext("%(count)s question added.", "%(count)s questions added.", added) % {"count": added}
            (messages.success if added else messages.info)(request, text if added else _("No question was ticked."))
            return redirect(address(request, "paper_edit", organisation, paper))
    form = FilterForm(request.GET, label_suffix="")
    criteria = {**form.criteria(), "archived": False}
    found = bank.search(organisation, **criteria).exclude(question__in=queries.question_ids(version))
    context = {
        "organisation": organisation,
        "paper": paper,
        "version": version,
        "form": form,
        "narrowed": any(criteria.values()),
        "page": paginate(request, found),
        "next": safe_next(request),
    }
    return render(request, "assessments/papers/paper_pick.html", context, status=status)


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
