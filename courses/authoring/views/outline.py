"""Modules, and the order of everything."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.authoring import queries, services
from courses.authoring.access import draft_to_change
from courses.authoring.forms import ModuleForm, other_language
from courses.authoring.models import Course, Module
from courses.authoring.views.courses import course_url
from courses.authoring.views.doors import edits
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal


@once
@require_http_methods(["GET", "HEAD", "POST"])
@edits
def module_new(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Add a module."""
    release = draft_to_change(course)
    form = ModuleForm(request.POST or None, language=release.language, initial={"key": uuid4()})
    return _module_page(request, organisation, course, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def module_edit(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Rename a module."""
    release = draft_to_change(course)
    module = queries.module_of(release, key)
    second = module.translations.get(other_language(release.language), {}).get("title", "")
    form = ModuleForm(
        request.POST or None, language=release.language, initial={"title": module.title, "other_title": second}
    )
    return _module_page(request, organisation, course, form, module)


def _module_page(
    request: HttpRequest, organisation: Any, course: Course, form: ModuleForm, module: Module | None
) -> HttpResponse:
    release = draft_to_change(course)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values: dict[str, Any] = {
                "title": form.cleaned_data["title"],
                "translations": form.translated("title"),
                "actor": request.user,
                "at": now(),
            }
            try:
                if module is None:
                    services.add_module(release=release, key=form.cleaned_data["key"], **values)
                else:
                    services.change_module(module=module, **values)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect(course_url(organisation, course, "#outline"))
    context = {"organisation": organisation, "course": course, "release": release, "form": form, "module": module}
    return render(request, "courses/authoring/module.html", context, status=status)


@require_POST
@edits
def module_move(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Up or down."""
    module = queries.module_of(draft_to_change(course), key)
    services.move_module(module=module, places=_places(request), actor=request.user, at=now())
    return redirect(course_url(organisation, course, f"#module-{key}"))


@require_POST
@edits
def resource_move(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Up or down, over into the neighbouring module at the ends."""
    resource = queries.resource_of(draft_to_change(course), key)
    services.move_resource(resource=resource, places=_places(request), actor=request.user, at=now())
    return redirect(course_url(organisation, course, f"#resource-{key}"))


def _places(request: HttpRequest) -> int:
    return -1 if request.POST.get("way") == "up" else 1


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def module_remove(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Ask, then remove a module with what is in it."""
    module = queries.module_of(draft_to_change(course), key)
    return _remove(request, organisation, course, module, services.remove_module)


@require_http_methods(["GET", "HEAD", "POST"])
@edits
def resource_remove(request: HttpRequest, organisation: Any, course: Course, key: UUID) -> HttpResponse:
    """Ask, then remove a resource."""
    resource = queries.resource_of(draft_to_change(course), key)
    return _remove(request, organisation, course, resource, services.remove_resource)


def _remove(request: HttpRequest, organisation: Any, course: Course, part: Any, remove: Any) -> HttpResponse:
    is_module = isinstance(part, Module)
    if request.method == "POST":
        remove(**{"module" if is_module else "resource": part}, actor=request.user, at=now())
        messages.success(request, _("“%(title)s” is removed.") % {"title": part.title})
        return redirect(course_url(organisation, course, "#outline"))
    context = {"organisation": organisation, "course": course, "part": part, "is_module": is_module}
    return render(request, "courses/authoring/remove.html", context)
