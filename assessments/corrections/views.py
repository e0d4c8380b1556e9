"""Correct a key, for those who make content: see what would change, ask for it, follow it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.attempts.results import right_texts
from assessments.bank.access import READERS, WRITERS, may_write_here
from assessments.bank.models import Correction, QuestionVersion
from assessments.corrections import queries, services
from assessments.corrections.access import correction_of, version_of
from assessments.corrections.forms import CorrectionForm
from igot.accounts.access import acts_for, may
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@acts_for(*READERS)
@require_GET
def correction_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The organisation's corrections."""
    context = {"organisation": organisation, "page": paginate(request, queries.corrections_of(organisation))}
    return render(request, "assessments/corrections/correction_list.html", context)


@once
@acts_for(*WRITERS)
@require_http_methods(["GET", "POST"])
def correction_new(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Say what is wrong with a version's key; what that would do is reckoned before anything is asked for."""
    version = version_of(organisation, public_id)
    if request.method == "GET":
        return _form_page(request, organisation, version, CorrectionForm(version, label_suffix=""))
    form = CorrectionForm(version, request.POST, label_suffix="")
    if form.is_valid():
        try:
            made = services.preview_correction(
                version=version,
                actor=request.user,  # type: ignore[arg-type]
                at=now(),
                **form.arguments(),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("correction", organisation.slug, made.public_id)
    return _form_page(request, organisation, version, form, status=422)


def _form_page(
    request: HttpRequest, organisation: Organisation, version: QuestionVersion, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "version": version,
        "form": form,
        "right": right_texts(version, version.key),
        "results": queries.touched(version),
    }
    return render(request, "assessments/corrections/correction_new.html", context, status=status)


@acts_for(*READERS)
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """What a correction would do, does or did; posting it asks for its approval."""
    found = correction_of(organisation, public_id)
    if request.method == "POST":
        may_write_here(request.user, organisation)  # type: ignore[arg-type]
        services.ask_for_correction(correction=found, actor=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("Approval was asked for. Nothing changes until another person has approved it."))
        return redirect("correction", organisation.slug, public_id)
    version = found.version
    context = {
        "organisation": organisation,
        "correction": found,
        "version": version,
        "right": right_texts(version, version.key),
        "right_now": right_texts(version, found.key) if found.kind == Correction.Kind.KEY else [],
        "may_write": may(request.user, WRITERS, organisation),  # type: ignore[arg-type]
    }
    return render(request, "assessments/corrections/correction.html", context)
