"""My claims of prior learning."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.evidence import access, queries, services
from competencies.evidence.forms import ClaimForm, CompetencyForm, DocumentForm
from competencies.evidence.models import Claim, ClaimDocument
from competencies.evidence.services.claims import KIND, WORDS
from competencies.evidence.services.documents import OPEN
from competencies.framework import queries as framework
from igot.accounts.once import once
from igot.approvals.queries import history
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import sent, show_refusal
from igot.kernel.pages import paginate


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    """What I have claimed, and how far each is."""
    user: Any = request.user
    return render(request, "competencies/evidence/claims.html", {"page": paginate(request, queries.claims_of(user))})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def claim_new(request: HttpRequest) -> HttpResponse:
    """Claim a level: first which competency, then what proves it."""
    user: Any = request.user
    choice = CompetencyForm(request.GET if "competency" in request.GET else None)
    if not choice.is_bound or not choice.is_valid():
        status = 422 if choice.is_bound else 200
        context = {"form": choice, "action": "", "button": _("Continue")}
        return render(request, "competencies/evidence/claim_choose.html", context, status=status)
    competency = framework.competency(choice.cleaned_data["competency"])
    form, status = ClaimForm(sent(request), competency=competency), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.draft_claim(learner=user, competency=competency, **form.cleaned_data, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("Now add the documents, then submit the claim."))
                return redirect("claim", public_id=made.public_id)
    context = {"form": form, "competency": competency, "claim": None}
    return render(request, "competencies/evidence/claim_edit.html", context, status=status)


@require_safe
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of my claims with its documents and what was decided."""
    return _page(request, access.claim_to_own(request.user, public_id))  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the words of a claim that is not on its way."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    initial = {name: getattr(found, name) for name in WORDS}
    form, status = ClaimForm(sent(request), competency=found.competency, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.edit_claim(claim=found, changes=form.cleaned_data, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("claim", public_id=public_id)
    context = {"form": form, "competency": found.competency, "claim": found}
    return render(request, "competencies/evidence/claim_edit.html", context, status=status)


@require_POST
def claim_documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a document."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_document(claim=found, file=form.cleaned_data["file"], at=now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The document is added."))
            return redirect("claim", public_id=public_id)
    return _page(request, found, form, status=422)


@require_POST
def claim_document_remove(request: HttpRequest, public_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document out again."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    services.remove_document(claim=found, document=access.document_to_read(found, document_id))
    messages.success(request, _("The document is removed."))
    return redirect("claim", public_id=public_id)


@require_safe
def claim_document(request: HttpRequest, public_id: UUID, document_id: UUID) -> FileResponse:
    """A document of my own claim."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    return handed_out(access.document_to_read(found, document_id))


@require_POST
def claim_submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask that a claim be verified."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    try:
        services.submit_claim(claim=found, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _page(request, found, status=422)
    messages.success(request, _("The claim is submitted. An assessor of your organisation looks at it."))
    return redirect("claim", public_id=public_id)


@require_POST
def claim_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a claim up."""
    found = access.claim_to_own(request.user, public_id)  # type: ignore[arg-type]
    services.take_claim_back(claim=found, at=now())
    messages.success(request, _("The claim is taken back."))
    return redirect("claim_list")


def handed_out(document: ClaimDocument) -> FileResponse:
    """A document as a download of the type that was found in it, never run on the application's origin."""
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, found: Claim, form: DocumentForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "claim": found,
        "documents": found.documents.order_by("pk"),
        "form": form or DocumentForm(),
        "open": found.state in OPEN,
        "requests": history(KIND, found.public_id),
        "is_stuck": found.state == Claim.State.SUBMITTED and not queries.verifiers_of(found, now()).exists(),
    }
    return render(request, "competencies/evidence/claim.html", context, status=status)
