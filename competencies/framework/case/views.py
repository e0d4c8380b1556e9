"""The frameworks here, and bringing others."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.framework.case import access, queries, services
from competencies.framework.case.forms import CaseForm
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

TONES = {"checked": "info", "refused": "bad", "applied": "ok"}


@once
@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.BRINGERS)
def case_imports(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Frameworks with their addresses; packages brought so far, and the form for the next."""
    form, status = CaseForm(), 200
    if request.method == "POST":
        form, status = CaseForm(request.POST, request.FILES), 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                content = file.read(services.MOST_BYTES + 1)
                kept = services.check_package(
                    organisation=organisation, content=content, file_name=file.name, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("case_import", slug=organisation.slug, public_id=kept.public_id)
    page = paginate(request, queries.imports(organisation))
    context = {
        "organisation": organisation,
        "form": form,
        "frameworks": queries.frameworks(national_only=False),
        "page": page,
        "rows": [(row, TONES[row.state]) for row in page],
    }
    return render(request, "competencies/framework/case/imports.html", context, status=status)


@require_safe
@acts_for(*access.BRINGERS)
def case_import(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """What one package would change, or what is wrong with it."""
    found = queries.case_import(organisation, public_id)
    decides = access.can_decide(request.user, organisation)
    context = {
        "organisation": organisation,
        "import": found,
        "tone": TONES[found.state],
        "report": found.report,
        "may_apply": decides and found.state == "checked" and found.uploaded_by_id != request.user.pk,
        "own": found.uploaded_by_id == request.user.pk,
    }
    return render(request, "competencies/framework/case/import.html", context)


@once
@require_POST
@acts_for(*access.BRINGERS)
def case_apply(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Take it in."""
    found = access.import_to_apply(request.user, organisation, public_id)
    try:
        framework = services.apply_package(case_import=found, actor=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("“%(title)s” is taken in.") % {"title": framework})
    return redirect("case_import", slug=organisation.slug, public_id=public_id)
