"""A provider's courses: the list, a new one, the page of one with all that can be done."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.authoring import access, queries, services
from courses.authoring.forms import CourseForm, ShareForm, VisibilityForm
from courses.authoring.models import Course, Release, Resource
from courses.authoring.services.releasing import KIND, NotReady
from courses.authoring.views.doors import edits, governs, inspects
from igot.accounts.access import acts_for, may
from igot.approvals import queries as approvals
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations import queries as organisations
from igot.organisations import services as sharing

TONES = {"draft": "neutral", "in_review": "info", "reviewed": "info", "published": "ok", "retired": "warn"}


def course_url(organisation: Any, course: Course, anchor: str = "") -> str:
    """The page of a course under the organisation acted for."""
    return reverse("course_edit", kwargs={"slug": organisation.slug, "public_id": course.public_id}) + anchor


@require_safe
@acts_for(*access.ALL)
def course_list(request: HttpRequest, organisation: Any) -> HttpResponse:
    """The organisation's courses, newest first."""
    text = request.GET.get("q", "")[:100]
    page = paginate(request, queries.courses_of(organisation, text))
    rows = [
        {"course": course, "release": course.editions[0], "tone": TONES.get(course.editions[0].state)}
        for course in page
    ]
    may_create = may(request.user, access.WRITERS, organisation)  # type: ignore[arg-type]
    context = {"organisation": organisation, "page": page, "rows": rows, "q": text, "may_create": may_create}
    return render(request, "courses/authoring/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.WRITERS)
def course_new(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Begin a course."""
    form = CourseForm(request.POST or None, initial={"key": uuid4(), "language": "en"})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                release = services.create_course(
                    organisation=organisation, actor=request.user, at=now(), **form.cleaned_data
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("course_details", slug=organisation.slug, public_id=release.course.public_id)
    return render(request, "courses/authoring/new.html", {"organisation": organisation, "form": form}, status=status)


def _page(request: HttpRequest, organisation: Any, course: Course, refusal: Refused | None = None) -> HttpResponse:
    release = queries.shown_release(course)
    release.course = course
    modules = queries.outline(release)
    requests = list(approvals.history(KIND, release.public_id)[:10])
    is_draft = release.state == Release.State.DRAFT
    can_edit = access.can_edit(request.user, course)  # type: ignore[arg-type]
    context = {
        "organisation": organisation,
        "course": course,
        "release": release,
        "tone": TONES.get(release.state),
        "modules": modules,
        "tags": release.tags.select_related("competency").order_by("competency__name"),
        "kinds": Resource.Kind.choices,
        "problems": queries.problems(release, modules) if is_draft else [],
        "requests": requests,
        "waiting": next((each for each in requests if each.state == "pending"), None),
        "returned": requests[0] if is_draft and requests and requests[0].state == "returned" else None,
        "can_change": can_edit and is_draft,
        "can_begin_next": can_edit and release.state not in queries.IN_THE_MAKING,
        "can_govern": access.can_govern(request.user, course),  # type: ignore[arg-type]
        "is_later_edition": release.number > 1,
        "refusal": refusal,
    }
    return render(request, "courses/authoring/course.html", context, status=422 if refusal else 200)


@require_safe
@inspects
def course_edit(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """One course: what it consists of, what it still lacks, where it stands on its way to learners."""
    return _page(request, organisation, course)


@require_POST
@edits
def course_submit(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Put the draft up for review."""
    try:
        services.submit_release(release=queries.shown_release(course), actor=request.user, at=now())
    except NotReady as refusal:
        return _page(request, organisation, course, refusal)
    messages.success(request, _("The course is submitted. A reviewer decides next, then a publisher."))
    return redirect(course_url(organisation, course))


@require_POST
@edits
def course_withdraw(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Take a submitted release back."""
    services.withdraw_release(release=queries.shown_release(course), actor=request.user, at=now())
    messages.success(request, _("The course is a draft again."))
    return redirect(course_url(organisation, course))


@require_POST
@edits
def course_next(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Begin the next edition."""
    services.next_draft(course=course, actor=request.user, at=now())
    messages.success(
        request, _("The next edition is begun as a copy. Learners keep the published one until it replaces it.")
    )
    return redirect(course_url(organisation, course))


@require_http_methods(["GET", "HEAD", "POST"])
@governs
def course_retire(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Ask, then retire."""
    if request.method == "POST":
        services.retire_course(course=course, actor=request.user, at=now())
        messages.success(request, _("The course is retired. Who has begun it may finish."))
        return redirect(course_url(organisation, course))
    context = {"organisation": organisation, "course": course, "release": queries.shown_release(course)}
    return render(request, "courses/authoring/retire.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@governs
def course_visibility(request: HttpRequest, organisation: Any, course: Course) -> HttpResponse:
    """Who may find the course, and with whom it is shared."""
    action = request.POST.get("action")
    form = VisibilityForm(request.POST if action == "visibility" else None, initial={"visibility": course.visibility})
    share = ShareForm(request.POST if action == "share" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if _apply(request, course, action, form, share):
            return redirect("course_visibility", slug=organisation.slug, public_id=course.public_id)
    shares = organisations.shares_of(subject_kind=queries.SHARE_KIND, subject_id=course.public_id)
    context = {"organisation": organisation, "course": course, "form": form, "share": share, "shares": shares}
    context["release"] = queries.shown_release(course)
    return render(request, "courses/authoring/visibility.html", context, status=status)


def _apply(request: HttpRequest, course: Course, action: str | None, form: VisibilityForm, share: ShareForm) -> bool:
    """Do what one of the page's three forms asks; False when it has to be shown again."""
    by: dict[str, Any] = {"actor": request.user, "at": now()}
    subject: dict[str, Any] = {"subject_kind": queries.SHARE_KIND, "subject_id": course.public_id}
    if action == "visibility" and form.is_valid():
        services.set_visibility(course=course, visibility=form.cleaned_data["visibility"], **by)
        messages.success(request, _("Saved. It holds from now on."))
        return True
    if action == "share" and share.is_valid():
        try:
            other = organisations.by_slug(share.cleaned_data["organisation"].strip().lower())
        except NotFound:
            share.add_error("organisation", _("There is no organisation with this short name."))
            return False
        sharing.share(organisation=other, **subject, **by)
        messages.success(request, _("Shared with %(name)s.") % {"name": other})
        return True
    if action == "unshare":
        sharing.unshare(organisation=organisations.by_slug(request.POST.get("organisation", "")), **subject, **by)
        messages.success(request, _("The share is taken back."))
        return True
    return False
