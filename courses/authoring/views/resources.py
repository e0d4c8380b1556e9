"""Add and change what learners learn from. A file that was good stays uploaded when another field has to be
corrected."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.papers import queries as papers
from courses.authoring import access, queries, services
from courses.authoring.forms import ResourceForm
from courses.authoring.models import Asset, Course, Module, Release, Resource
from courses.authoring.services.resources import ASSET_OF
from courses.authoring.views.courses import course_url
from courses.authoring.views.doors import edits
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, NotFound, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.html import from_markdown


@dataclass
class Desk:
    """What one request works at."""

    request: HttpRequest
    organisation: Any
    course: Course
    release: Release
    kind: str
    module: Module
    resource: Resource | None

    @property
    def by(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"actor": self.request.user, "at": now()}

    def papers(self) -> dict[str, Any]:
        """The owner's papers by the id of their newest version; the one in use stays choosable."""
        if self.kind != Resource.Kind.ASSESSMENT:
            return {}
        found = {str(version.public_id): version for version in papers.papers_of(self.course.organisation)[:500]}
        used = self.resource.paper if self.resource else None
        return found if used is None else {str(used.public_id): used, **found}


@once
@require_http_methods(["GET", "HEAD", "POST"])
@edits
def resource_new(request: HttpRequest, organisation: Any, course: Course, key: UUID, kind: str) -> HttpResponse:
    """Add a resource of a kind to a module."""
    if kind not in Resource.Kind.values:
        raise Http404
    release = access.draft_to_change(course)
    module = queries.module_of(release, key)
    return _page(Desk(request, organisation, course, release, kind, module, None))


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def resource_edit(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Change a resource."""
    release = access.draft_to_change(course)
    resource = queries.resource_of(release, key)
    return _page(Desk(request, organisation, course, release, resource.kind, resource.module, resource))


@require_POST
@edits
def captions_remove(request: HttpRequest, organisation: Any, course: Course, key: UUID, language: str) -> HttpResponse:
    """Take the captions of a language off."""
    resource = queries.resource_of(access.draft_to_change(course), key)
    services.remove_captions(resource=resource, language=language, actor=request.user, at=now())
    messages.success(request, _("The captions are removed."))
    return redirect("resource_edit", slug=organisation.slug, public_id=course.public_id, key=key)


def _initial(desk: Desk) -> dict[str, Any]:
    if desk.resource is None:
        return {"key": uuid4(), "mandatory": True, "captions_language": desk.release.language}
    initial = ResourceForm.initial_of(desk.resource, desk.release.language)
    return {**initial, "seen": queries.resource_print(desk.resource), "captions_language": desk.release.language}


def _page(desk: Desk) -> HttpResponse:
    request = desk.request
    choices = desk.papers()
    options: dict[str, Any] = {
        "kind": desk.kind,
        "papers": [(key, f"{version.title} ({version.get_state_display()})") for key, version in choices.items()],
        "language": desk.release.language,
        "initial": _initial(desk),
    }
    data = request.POST.copy() if request.method == "POST" else None
    form = ResourceForm(data, request.FILES or None, **options)
    status, theirs, uploaded = 200, None, None
    if data is not None:
        status = 422
        uploaded = _upload(desk, form, data)
        if form.is_valid() and data.get("action") == "preview":
            status = 200
        elif form.is_valid():
            try:
                _save(desk, form, uploaded, choices)
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                status, theirs = 409, ResourceForm(**{**options, "initial": _theirs(desk)})
                data["seen"] = theirs.initial.get("seen", "")
                form.add_error(None, str(conflict))
            else:
                messages.success(request, _("“%(title)s” is saved.") % {"title": form.cleaned_data["title"]})
                return redirect(course_url(desk.organisation, desk.course, f"#module-{desk.module.key}"))
    context = {
        "organisation": desk.organisation,
        "course": desk.course,
        "release": desk.release,
        "module": desk.module,
        "resource": desk.resource,
        "kind": desk.kind,
        "kind_name": Resource.Kind(desk.kind).label,
        "form": form,
        "theirs": theirs,
        "uploaded": uploaded,
        "preview": from_markdown(data["body"]) if data is not None and data.get("action") == "preview" else "",
        "captions": desk.resource.captions.select_related("asset") if desk.resource else [],
    }
    return render(request, "courses/authoring/resource.html", context, status=status)


def _theirs(desk: Desk) -> dict[str, Any]:
    """What is stored now, after somebody else's change."""
    if desk.resource is not None:
        try:
            desk.resource = queries.resource_of(desk.release, desk.resource.key)
        except NotFound:
            desk.resource = None
    return _initial(desk)


def _upload(desk: Desk, form: ResourceForm, data: Any) -> Asset | None:
    """Take in the file that came, or find the one that came with an earlier try; its id goes into the hidden field."""
    if "file" not in form.fields:
        return None
    file = desk.request.FILES.get("file")
    try:
        if file is not None:
            kind = ASSET_OF[Resource.Kind(desk.kind)]
            asset = services.store_asset(organisation=desk.course.organisation, kind=kind, file=file, **desk.by)
        elif form.is_valid() and form.cleaned_data["asset"]:
            asset = access.asset_to_attach(
                desk.request.user,  # type: ignore[arg-type]
                desk.course.organisation,
                form.cleaned_data["asset"],
            )
        else:
            return None
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
    data["asset"] = str(asset.public_id)
    return asset


def _save(desk: Desk, form: ResourceForm, uploaded: Asset | None, choices: dict[str, Any]) -> None:
    values = form.values()
    if uploaded is not None:
        values["asset"] = uploaded
    if "paper" in form.fields:
        values["paper"] = choices.get(form.cleaned_data["paper"])
    captions = _captions(desk, form)
    if desk.resource is None:
        resource = services.add_resource(
            module=desk.module, kind=desk.kind, key=form.cleaned_data["key"], **values, **desk.by
        )
    else:
        seen = form.cleaned_data["seen"] or None
        resource = services.change_resource(resource=desk.resource, changes=values, seen=seen, **desk.by)
    if captions is not None:
        language = form.cleaned_data["captions_language"] or desk.release.language
        services.set_captions(resource=resource, language=language, asset=captions, **desk.by)


def _captions(desk: Desk, form: ResourceForm) -> Asset | None:
    file = form.cleaned_data.get("captions")
    if not file:
        return None
    try:
        return services.store_asset(organisation=desk.course.organisation, kind="captions", file=file, **desk.by)
    except Refused as refusal:
        raise Refused(refusal.message, field="captions") from refusal
