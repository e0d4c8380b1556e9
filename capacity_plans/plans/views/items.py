"""What a plan asks for: choose a course, say of whom and until when, see whom it reaches."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_plans.plans import access, queries, services
from capacity_plans.plans.forms import ItemForm, course_of, hindi_of
from capacity_plans.plans.models import PlanItem, PlanVersion
from capacity_plans.plans.services.editing import EDITABLE
from capacity_plans.plans.views.plans import reach_page
from capacity_plans.plans.views.wishes import Wish, wish_of
from competencies.evidence.offers import Offer
from courses.catalogue.queries import Filters, search_in, visible_in
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.numbers import whole
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from courses.authoring.models import Course
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FRESH = {
    "need": PlanItem.Need.MANDATORY,
    "label": PlanItem.Label.MINISTRY,
    "audience": "everyone",
    "counts_earlier": True,
}
WORDS = ("need", "label", "due_on", "apar_relevant", "counts_earlier", "reason")


@get_or_post
@opened
def plan_item_new(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Add a course: first choose it, then say what is asked."""
    version = _version_to_write(request, organisation, public_id)
    chosen = request.POST.get("course") or request.GET.get("course", "")
    course = course_of(visible_in(organisation), chosen) if chosen else None
    wish = wish_of(request, organisation)
    if course is None:
        return _choose(request, organisation, version, wish, missed=bool(chosen))
    form = ItemForm(
        request.POST or None,
        initial={**FRESH, **(wish.initial(organisation) if wish is not None else {}), "course": course.public_id},
        organisation=organisation,
        year=version.plan.year,
    )
    return _form_page(request, version, form, course, None, wish)


@get_or_post
@opened
def plan_item(request: HttpRequest, organisation: "Organisation", public_id: UUID, key: UUID) -> HttpResponse:
    """Change what is asked."""
    version = _version_to_write(request, organisation, public_id)
    item = access.item_of(version, key)
    initial = ItemForm.initial_of(item, organisation)
    form = ItemForm(
        request.POST or None, initial=initial, organisation=organisation, year=version.plan.year, kept=item.audience
    )
    return _form_page(request, version, form, item.course, item)


@require_POST
@opened
def plan_item_remove(request: HttpRequest, organisation: "Organisation", public_id: UUID, key: UUID) -> HttpResponse:
    """Take an item out of the version in the making."""
    version = _version_to_write(request, organisation, public_id)
    services.remove_item(item=access.item_of(version, key), actor=request.user, at=now())
    messages.success(request, _("The item is removed."))
    return redirect("plan", slug=organisation.slug, public_id=public_id)


@require_safe
@opened
def plan_item_reach(request: HttpRequest, organisation: "Organisation", public_id: UUID, key: UUID) -> HttpResponse:
    """Whom an item reaches: how many, and ten of them."""
    found = access.plan_to_see(organisation, public_id)
    number = whole(request.GET.get("version", ""))
    version = access.version_of(found, number) if number else queries.newest(found)
    item = access.item_of(version, key)
    title = item.course.current.in_language("title") if item.course.current else item.course.slug
    return reach_page(request, found, queries.reach(item.audience, organisation), title=title)


@require_POST
@opened
def plan_try_reach(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Whom the rule in an unsaved form reaches, as a fragment for htmx; without JavaScript the form's own page
    does it.
    """
    version = _version_to_write(request, organisation, public_id)
    form = ItemForm(
        request.POST,
        organisation=organisation,
        year=version.plan.year,
        kept=_kept(version, request.POST.get("key", "")),
    )
    context = {"organisation": organisation, "may_see_names": True, **_tried(form, organisation)}
    return render(request, "capacity_plans/plans/reach.html#reach", context)


def _tried(form: ItemForm, organisation: "Organisation") -> dict[str, Any]:
    form.is_valid()
    rule = form.cleaned_data.get("rule")
    if rule is None:
        errors = [
            error
            for name in ("audience", "people", "designations", "groups", "organisations")
            for error in form.errors.get(name, [])
        ]
        return {"reach": None, "reach_errors": errors}
    return {"reach": queries.reach(rule, organisation)}


def _kept(version: PlanVersion, key: str) -> dict[str, Any] | None:
    item = next((item for item in version.items.all() if str(item.key) == key), None)
    return item.audience if item is not None else None


def _version_to_write(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> PlanVersion:
    found = access.plan_to_write(request.user, organisation, public_id)
    version = queries.newest(found)
    if version.state not in EDITABLE:
        raise Conflict(
            _("This version can no longer be changed. Take it back, or begin an amendment."), code="plan_not_editable"
        )
    return version


def _choose(
    request: HttpRequest, organisation: "Organisation", version: PlanVersion, wish: Wish | None, *, missed: bool
) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    courses: Any = search_in(organisation, text)
    reached: dict[str, Offer] = {}
    if wish is not None:
        reached = wish.offers(organisation)
        places = {reference: place for place, reference in enumerate(reached)}
        courses = search_in(organisation, text, Filters(competency=wish.competency.public_id))
        # What leads furthest first.
        courses = sorted(courses, key=lambda course: places.get(str(course.public_id), len(places)))
    context = {
        "organisation": organisation,
        "plan": version.plan,
        "page": paginate(request, courses, per_page=12),
        "q": text,
        "missed": missed,
        "wish": wish,
        "wished": f"&{wish.query()}" if wish is not None else "",
        "reached": reached,
        "taken": set(version.items.values_list("course_id", flat=True)),
    }
    return render(request, "capacity_plans/plans/choose.html", context, status=404 if missed else 200)


def _form_page(
    request: HttpRequest,
    version: PlanVersion,
    form: ItemForm,
    course: "Course",
    item: PlanItem | None,
    wish: Wish | None = None,
) -> HttpResponse:
    organisation = version.plan.organisation
    status, tried = 200, {}
    if request.method == "POST" and "preview" in request.POST:
        tried = _tried(form, organisation)
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(request, version, form, course, item)
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                status = 409
                form = _again(request, form, version, item, str(conflict.message))
            else:
                messages.success(request, _("The item is saved."))
                return redirect("plan", slug=organisation.slug, public_id=version.plan.public_id)
    context = {
        "organisation": organisation,
        "plan": version.plan,
        "version": version,
        "course": course,
        "item": item,
        "form": form,
        "wish": wish,
        "may_see_names": True,
        "is_conflict": status == 409,
        **tried,
    }
    return render(request, "capacity_plans/plans/item.html", context, status=status)


def _save(request: HttpRequest, version: PlanVersion, form: ItemForm, course: "Course", item: PlanItem | None) -> None:
    values = {name: form.cleaned_data[name] for name in WORDS}
    others = item.translations if item is not None else {}
    values |= {
        "course": course,
        "audience": form.cleaned_data["rule"],
        "translations": hindi_of(dict(form.cleaned_data), ("reason",), others),
    }
    if item is None:
        services.add_item(version=version, actor=request.user, at=now(), **values)
    else:
        services.change_item(item=item, changes=values, seen=form.cleaned_data["seen"], actor=request.user, at=now())


def _again(request: HttpRequest, form: ItemForm, version: PlanVersion, item: PlanItem | None, message: str) -> ItemForm:
    """The form with what was typed, so that saving it again is a decision and not an accident."""
    data = request.POST.copy()
    present = version.items.select_related("course").filter(key=item.key).first() if item else None
    data["seen"] = present.edition if present else ""
    again = ItemForm(data, organisation=form.organisation, year=version.plan.year, kept=form.kept)
    again.is_valid()
    again.add_error(None, message)
    return again
