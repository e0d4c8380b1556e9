"""Describe a course: texts, picture, competencies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competencies.framework import queries as framework
from courses.authoring import queries, services
from courses.authoring.access import draft_to_change
from courses.authoring.forms import DetailsForm, TagForm
from courses.authoring.models import Course
from courses.authoring.views.courses import course_url
from courses.authoring.views.doors import edits
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def course_details(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Title, summary, outcomes and the rest, in both languages."""
    release = draft_to_change(course)
    initial = {**DetailsForm.initial_of(release), "seen": queries.release_print(release)}
    form = DetailsForm(request.POST or None, request.FILES or None, release=release, initial=initial)
    status, theirs = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changes = form.changes() | _picture(form, request, course)
                seen = form.cleaned_data["seen"] or None
                services.change_release(release=release, changes=changes, seen=seen, actor=request.user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                status, theirs = 409, DetailsForm(release=release, initial=initial)
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["seen"] = queries.release_print(release)  # type: ignore[index]
                form.add_error(None, str(conflict))
            else:
                messages.success(request, _("Saved."))
                return redirect(course_url(organisation, course))
    context = {"organisation": organisation, "course": course, "release": release, "form": form, "theirs": theirs}
    return render(request, "courses/authoring/details.html", context, status=status)


def _picture(form: DetailsForm, request: HttpRequest, course: Course) -> dict[str, Any]:
    file = form.cleaned_data.get("picture")
    if not file:
        return {}
    try:
        asset = services.store_asset(
            organisation=course.organisation, kind="image", file=file, actor=request.user, at=now()
        )
    except Refused as refusal:
        raise Refused(refusal.message, field="picture") from refusal
    return {"thumbnail": asset}


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def course_competencies(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Search competencies, choose a level, put them on the course."""
    release = draft_to_change(course)
    text = request.GET.get("q", "")[:100].strip()
    status, refusal = 200, None
    if request.method == "POST":
        form = TagForm(request.POST)
        status = 422
        if form.is_valid():
            competency = framework.competency(form.cleaned_data["competency"])
            try:
                services.tag_competency(
                    release=release,
                    competency=competency,
                    level=form.cleaned_data["level"],
                    actor=request.user,
                    at=now(),
                )
            except Refused as refused:
                refusal = refused
            else:
                messages.success(request, _("“%(name)s” stands on the course.") % {"name": competency})
                return redirect("course_competencies", slug=organisation.slug, public_id=course.public_id)
        else:
            refusal = Refused(_("Choose a level."))
    tags = release.tags.select_related("competency__scale").prefetch_related("competency__scale__levels")
    found = framework.search(text).prefetch_related("scale__levels")[:20] if text else []
    context = {"organisation": organisation, "course": course, "release": release, "tags": tags, "found": found}
    return render(
        request, "courses/authoring/competencies.html", {**context, "q": text, "refusal": refusal}, status=status
    )


@require_POST
@edits
def course_untag(request: HttpRequest, organisation: Any, course: Course, competency: UUID) -> HttpResponse:
    """Take a competency off the course."""
    release = draft_to_change(course)
    found = framework.competency(competency)
    services.untag_competency(release=release, competency=found, actor=request.user, at=now())
    messages.success(request, _("“%(name)s” is taken off the course.") % {"name": found})
    return redirect("course_competencies", slug=organisation.slug, public_id=course.public_id)
