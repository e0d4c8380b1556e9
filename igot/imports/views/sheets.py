"""Upload a sheet, follow it, apply it, undo it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.imports import access, csv, queries, services
from igot.imports.forms import UploadForm
from igot.imports.kinds import RESULT_HEADINGS
from igot.imports.models import Job
from igot.kernel.clock import now
from igot.kernel.errors import Denied, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

TONES = {"checked": "info", "applied": "ok", "failed": "bad", "undone": "neutral"}
ROW_TONES = {"ok": "info", "wrong": "bad", "applied": "ok", "undone": "neutral"}


@once
@require_http_methods(["GET", "HEAD", "POST"])
@acts_for()
def imports(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The sheets uploaded so far, and the form for the next."""
    kinds = access.imports_for(request.user, organisation)
    if not kinds:
        raise Denied
    wanted = request.GET.get("kind", "")
    form, status, before = UploadForm(kinds=kinds, initial={"kind": wanted}), 200, None
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES, kinds=kinds), 422
        if form.is_valid():
            try:
                job = services.upload(**form.cleaned_data, organisation=organisation, actor=request.user, at=now())
            except services.AlreadyUploaded as refusal:
                before = refusal.job
                form = UploadForm(request.POST, request.FILES, kinds=kinds, offer_again=True)
                show_refusal(form, refusal)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("import", slug=organisation.slug, public_id=job.public_id)
    page = paginate(request, queries.jobs_of(organisation))
    context = {
        "organisation": organisation,
        "kinds": kinds,
        "form": form,
        "before": before,
        "page": page,
        "rows": [(job, TONES.get(job.state, "info")) for job in page],
    }
    return render(request, "imports/imports.html", context, status=status)


@require_safe
@acts_for()
def import_template(request: HttpRequest, organisation: Organisation, kind: str) -> HttpResponseBase:
    """An empty sheet with the right headings."""
    found = access.import_kind(request.user, organisation, kind)
    return csv.response(f"{kind}-template.csv", found.headings, [])


@require_safe
@acts_for()
def job(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """One sheet: how far it is, its rows with all their errors, what can be done. For htmx, the part that changes."""
    found = access.job_to_work_on(request.user, organisation, public_id)
    return _page(request, organisation, found)


def _page(
    request: HttpRequest, organisation: Organisation, found: Job, status: int = 200, refusal: str = ""
) -> HttpResponse:
    wrong_only = request.GET.get("wrong") == "1"
    kind = access.IMPORTS[found.kind]
    shown = kind.headings[: kind.known_by]
    page = paginate(request, queries.rows_of(found, wrong_only=wrong_only), per_page=50)
    context = {
        "organisation": organisation,
        "job": found,
        "kind": kind,
        "next_step": kind.next_step(found.organisation) if kind.next_step and found.state == "applied" else None,
        "refusal": refusal,
        "tone": TONES.get(found.state, "info"),
        "busy": found.state in queries.OWED,
        "counts": queries.counts(found),
        "percent": 100 * found.rows_done // found.rows_total if found.rows_total else 0,
        "wrong_only": wrong_only,
        "page": page,
        "rows": [(row, [row.values.get(heading, "") for heading in shown], ROW_TONES[row.state]) for row in page],
        "can_undo": queries.can_undo(found, now()),
        "undo_until": found.finished_at + queries.UNDO_WITHIN if found.finished_at else None,
    }
    template = (
        "imports/import.html#progress"
        if request.headers.get("HX-Request") and request.method == "GET"
        else "imports/import.html"
    )
    return render(request, template, context, status=status)


@require_POST
@acts_for()
def job_apply(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Order that the rows which are ready be applied."""
    found = access.job_to_work_on(request.user, organisation, public_id)
    try:
        services.apply_job(job=found, actor=request.user, at=now())
    except Refused as refusal:
        return _page(request, organisation, found, status=422, refusal=str(refusal.message))
    messages.success(request, _("The rows are being applied. You may leave this page and come back."))
    return redirect("import", slug=organisation.slug, public_id=public_id)


@require_POST
@acts_for()
def job_undo(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Order that everything it applied be undone."""
    found = access.job_to_work_on(request.user, organisation, public_id)
    services.undo_job(job=found, actor=request.user, at=now())
    messages.success(request, _("The import is being undone. You may leave this page and come back."))
    return redirect("import", slug=organisation.slug, public_id=public_id)


@require_safe
@acts_for()
def job_result(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponseBase:
    """The sheet with two more columns: what became of each row, and all its errors. It can be mended and uploaded
    again.
    """
    found = access.job_to_work_on(request.user, organisation, public_id)
    headings = access.IMPORTS[found.kind].headings
    rows = (
        [*(row.values.get(heading, "") for heading in headings), row.get_state_display(), " ".join(row.errors)]
        for row in queries.rows_of(found).iterator(chunk_size=500)
    )
    return csv.response(
        f"result-{found.file_name.rpartition('.')[0] or 'sheet'}.csv", [*headings, *RESULT_HEADINGS], rows
    )
