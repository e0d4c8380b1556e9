"""The attempts of an organisation's people, for those who administer it: find one, void it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.attempts.models import Attempt
from assessments.voiding import queries, services
from assessments.voiding.access import ADMINISTRATORS, attempt_to_void
from assessments.voiding.forms import VoidForm
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@require_safe
@acts_for(*ADMINISTRATORS)
def attempts_of_people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every attempt of the people who serve here, searched by person or assessment."""
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.attempts_in(organisation, text, state)),
        "text": text,
        "state": state,
        "states": [choice for choice in Attempt.State.choices if choice[0] in SHOWN],
    }
    return render(request, "assessments/voiding/of_people.html", context)


# The others are not in use.
SHOWN = (Attempt.State.IN_PROGRESS, Attempt.State.RELEASED, Attempt.State.VOIDED)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*ADMINISTRATORS)
def attempt_void(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """What is known of an attempt, and declaring, with a reason, that it counts no longer."""
    found = attempt_to_void(organisation, public_id)
    form, status = VoidForm(label_suffix=""), 200
    if request.method == "POST":
        form, status = VoidForm(request.POST, label_suffix=""), 422
        if form.is_valid():
            try:
                services.void_attempt(attempt=found, actor=request.user, at=now(), **form.cleaned_data)  # type: ignore[arg-type]
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The attempt is voided. Its learner is told."))
                return redirect("attempt_void", organisation.slug, public_id)
    context = {
        "organisation": organisation,
        "attempt": found,
        "form": form,
        "voided": found.state == Attempt.State.VOIDED,
        "own": found.learner_id == request.user.pk,
    }
    return render(request, "assessments/voiding/void.html", context, status=status)
