"""What creators, reviewers and publishers look at before they decide: the course as learners see it, and what
changed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.authoring import queries
from courses.authoring.models import Course
from courses.authoring.views.doors import inspects
from igot.kernel.errors import NotFound


@require_safe
@inspects
def course_preview(request: HttpRequest, organisation: Any, course: Course, key: UUID | None = None) -> HttpResponse:
    """One resource as a learner sees it, with the outline beside it; nothing is recorded."""
    release = queries.shown_release(course)
    modules = queries.outline(release)
    resources = [resource for module in modules for resource in module.resources.all()]
    places = {resource.key: place for place, resource in enumerate(resources)}
    if key is not None and key not in places:
        raise NotFound
    place = places[key] if key is not None else 0
    context = {
        "organisation": organisation,
        "course": course,
        "release": release,
        "modules": modules,
        "resource": resources[place] if resources else None,
        "before": resources[place - 1] if place > 0 else None,
        "after": resources[place + 1] if place + 1 < len(resources) else None,
    }
    return render(request, "courses/authoring/preview.html", context)


@require_safe
@inspects
def course_changes(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """What the newest edition changes against the one before."""
    release = queries.shown_release(course)
    release.course = course
    changes = queries.difference(release)
    context = {"organisation": organisation, "course": course, "release": release, "changes": changes}
    context["weight"] = queries.change_class(changes) if changes else None
    return render(request, "courses/authoring/changes.html", context)
