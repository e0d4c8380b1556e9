"""What waits for an assessor: claims, objections; and holdings carried over by the crosswalk."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.evidence import access, queries, services
from competencies.evidence.forms import DecisionForm, LinkForm, VerificationForm
from competencies.evidence.models import Claim, Dispute
from competencies.evidence.services.claims import KIND
from competencies.evidence.views.claims import handed_out
from competencies.framework.crosswalk import queries as crosswalk
from igot.accounts.access import acts_for
from igot.approvals.queries import history
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.forms import sent, show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

STATES = [(value, label) for value, label in Claim.State.choices if value != Claim.State.DRAFT]


@require_safe
@acts_for(*access.ASSESSORS)
def claims_to_verify(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The claims of the subtree's people; first those that wait."""
    state = request.GET.get("state", Claim.State.SUBMITTED)
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.claims_in(organisation, state)),
        "state": state,
        "states": STATES,
    }
    return render(request, "competencies/evidence/claims_to_verify.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ASSESSORS)
def claim_to_verify(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """One claim: verify it at the level claimed or a lower one, or send it back with a comment."""
    found = access.claim_to_verify(organisation, public_id)
    given = {"level": found.level, "valid_until": found.valid_until}
    form = VerificationForm(sent(request), competency=found.competency, highest=found.level, initial=given)
    status = 200
    if request.method == "POST":
        status = 422
        if request.POST.get("decision") == "return":
            # Sending back needs a comment only, whatever else stands in the form.
            form.fields["level"].required = False
        if form.is_valid():
            try:
                text = _decide(request, found, form)
            except (Refused, Conflict, Denied) as refusal:
                if isinstance(refusal, Refused):
                    show_refusal(form, refusal)
                else:
                    form.add_error(None, str(refusal.message))
            else:
                messages.success(request, text)
                return redirect("claims_to_verify", slug=organisation.slug)
    context = {
        "organisation": organisation,
        "claim": found,
        "documents": found.documents.order_by("pk"),
        "form": form,
        "requests": history(KIND, found.public_id),
        "waits": found.state == Claim.State.SUBMITTED,
        "own": found.learner_id == request.user.pk,
    }
    return render(request, "competencies/evidence/claim_to_verify.html", context, status=status)


def _decide(request: HttpRequest, found: Claim, form: VerificationForm) -> str:
    values = form.cleaned_data
    actor: object = request.user
    if request.POST.get("decision") == "return":
        services.return_claim(claim=found, comment=values["comment"], actor=actor, at=now())  # type: ignore[arg-type]
        return _("The claim was sent back.")
    services.verify_claim(claim=found, **values, actor=actor, at=now())  # type: ignore[arg-type]
    return _("The claim is verified and counts as evidence.")


@require_safe
@acts_for(*access.ASSESSORS)
def claim_document_to_verify(
    request: HttpRequest, organisation: Organisation, public_id: UUID, document_id: UUID
) -> FileResponse:
    """A document of a claim, for its assessors."""
    found = access.claim_to_verify(organisation, public_id)
    return handed_out(access.document_to_read(found, document_id))


@require_safe
@acts_for(*access.ASSESSORS)
def disputes(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Objections that wait for a decision; or, by `?decided=1`, those that were decided."""
    decided = request.GET.get("decided") == "1"
    found = queries.disputes_in(organisation, open_only=not decided)
    context = {"organisation": organisation, "page": paginate(request, found), "decided": decided}
    return render(request, "competencies/evidence/disputes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ASSESSORS)
def dispute(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """One objection: uphold it, which withdraws that evidence and no other, or reject it."""
    found = access.dispute_to_decide(organisation, public_id)
    form, status = DecisionForm(sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.decide_dispute(
                    dispute=found,
                    upheld=form.cleaned_data["verdict"] == "upheld",
                    decision=form.cleaned_data["decision"],
                    actor=request.user,  # type: ignore[arg-type]
                    at=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The objection is decided. Those concerned are told."))
                return redirect("disputes", slug=organisation.slug)
    concerned = (found.raised_by_id, found.evidence.rater_id, found.evidence.learner_id)
    context = {
        "organisation": organisation,
        "dispute": found,
        "form": form,
        "takes_part": request.user.pk in concerned,
        "is_stuck": found.state == Dispute.State.OPEN and not queries.deciders_of(found, now()).exists(),
    }
    return render(request, "competencies/evidence/dispute.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.MIGRATORS)
def migrations(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Carry holdings along the crosswalk: choose a link and see what would be carried; and what was carried before."""
    rows = [
        (str(link.public_id), f"{link.competency} → {link.other} ({link.get_relation_display()})")
        for link in queries.links()
    ]
    form, status = LinkForm(sent(request), links=rows), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.preview_migration(
                    link=crosswalk.link(UUID(form.cleaned_data["link"])),
                    organisation=organisation,
                    actor=request.user,  # type: ignore[arg-type]
                    at=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("migration", slug=organisation.slug, public_id=made.public_id)
    context = {
        "organisation": organisation,
        "form": form,
        "has_links": bool(rows),
        "page": paginate(request, queries.migrations_in(organisation)),
    }
    return render(request, "competencies/evidence/migrations.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.MIGRATORS)
def migration(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """What a migration would carry, level by level; POST has it carried out."""
    found = access.migration_to_see(organisation, public_id)
    if request.method == "POST":
        services.order_migration(migration=found, actor=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("The holdings are being carried over; reload the page in a moment."))
        return redirect("migration", slug=organisation.slug, public_id=public_id)
    return render(request, "competencies/evidence/migration.html", {"organisation": organisation, "migration": found})
