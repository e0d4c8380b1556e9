"""Ask for a file, see whether it is there, take it away."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.imports import access, queries, services
from igot.imports.forms import ExportForm
from igot.imports.kinds import EXPORTS
from igot.kernel.clock import now
from igot.kernel.errors import Denied
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

TONES = {"ready": "ok", "failed": "bad"}


@once
@require_http_methods(["GET", "HEAD", "POST"])
@acts_for()
def exports(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The files that are there or being made, and the form to ask for one. For htmx, the list alone."""
    kinds = access.exports_for(request.user, organisation)
    if not kinds:
        raise Denied
    offered = [kind for kind in kinds if not kind.needs]
    form, status = ExportForm(kinds=offered), 200
    if request.method == "POST":
        form, status = ExportForm(request.POST, kinds=offered), 422
        if form.is_valid():
            kind = access.export_kind(request.user, organisation, form.cleaned_data["kind"])
            services.ask_export(kind=kind.name, organisation=organisation, actor=request.user, at=now())
            messages.success(request, _("The file is being made. You are told when it is ready."))
            return redirect("exports", slug=organisation.slug)
    page = paginate(request, queries.exports_of(organisation, request.user, [kind.name for kind in kinds], now()))
    context = {
        "organisation": organisation,
        "form": form if offered else None,
        "page": page,
        "rows": [
            (item, EXPORTS[item.kind].label, TONES.get(item.state, "info")) for item in page if item.kind in EXPORTS
        ],
        "busy": any(item.state == "waiting" for item in page),
    }
    template = (
        "imports/exports.html#files"
        if request.headers.get("HX-Request") and request.method == "GET"
        else "imports/exports.html"
    )
    return render(request, template, context, status=status)


@require_safe
@acts_for()
def export(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponseBase:
    """Hand a file out, and write down to whom."""
    found = access.export_to_download(request.user, organisation, public_id, now())
    services.note_download(export=found, actor=request.user, at=now())
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.file_name, content_type="text/csv; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
