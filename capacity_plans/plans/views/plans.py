"""A plan from the draft to its publication."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_plans.plans import access, queries, services
from capacity_plans.plans.forms import PlanForm, PublishForm, WordsForm, hindi_of
from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from capacity_plans.plans.services.editing import EDITABLE
from capacity_plans.plans.views.seen import instant
from capacity_plans.plans.views.wishes import wish_of
from capacity_plans.plans.wording import Names
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.numbers import whole
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FIELD_NAMES = {
    "course": gettext_lazy("Course"),
    "need": gettext_lazy("Need"),
    "label": gettext_lazy("On whose order"),
    "due_on": gettext_lazy("Due date"),
    "apar_relevant": gettext_lazy("Counts for the APAR"),
    "counts_earlier": gettext_lazy("Earlier completions count"),
    "audience": gettext_lazy("Who is asked"),
    "reason": gettext_lazy("Reason"),
    "translations": gettext_lazy("Reason in Hindi"),
}


@require_safe
@opened
def plan_list(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """The organisation's plans."""
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    state = state if state in PlanVersion.State.values else ""
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.plans_of(organisation, text=text, state=state)),
        "q": text,
        "state": state,
        "states": PlanVersion.State.choices,
        "may_write": access.can_write(request.user, organisation),
    }
    return render(request, "capacity_plans/plans/list.html", context)


@once
@get_or_post
@opened
def plan_new(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Begin a plan."""
    if not access.can_write(request.user, organisation):
        raise Denied()
    at = now()
    form = PlanForm(request.POST or None, today=day_in_india(at))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            translations = hindi_of(values, ("title", "objectives"), {})
            try:
                version = services.draft_plan(
                    organisation=organisation,
                    translations=translations,
                    actor=request.user,
                    at=at,
                    **values,
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The plan is begun. Now add the courses it asks for."))
                wish, place = wish_of(request, organisation), [organisation.slug, version.plan.public_id]
                if wish is not None:
                    query = wish.query(course=request.GET.get("course", "")[:40])
                    return redirect(f"{reverse('plan_item_new', args=place)}?{query}")
                return redirect("plan", *place)
    return render(request, "capacity_plans/plans/new.html", {"organisation": organisation, "form": form}, status=status)


@require_safe
@opened
def plan(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """A plan: the version in the making, or the one in force; `?version=` shows another."""
    found = access.plan_to_see(organisation, public_id)
    number = whole(request.GET.get("version", ""))
    version = access.version_of(found, number) if number else queries.newest(found)
    version.plan = found
    return _page(request, found, version)


def _page(
    request: HttpRequest,
    found: Plan,
    version: PlanVersion,
    *,
    wrong: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    organisation = found.organisation
    items = queries.items_of(version)
    changes = queries.difference(version)
    names = Names(
        organisation, [item.audience for item in items] + [rule for change in changes for rule in _rules(change)]
    )
    may_write = access.can_write(request.user, organisation)
    state = PlanVersion.State
    context: dict[str, Any] = {
        "organisation": organisation,
        "plan": found,
        "version": version,
        "versions": found.versions.order_by("-number"),
        "items": [
            {"item": item, "who": names.rule(item.audience), "wrong": (wrong or {}).get(f"item-{item.key}", [])}
            for item in items
        ],
        "wrong": (wrong or {}).get("items", []),
        "has_problems": bool(wrong),
        "changes": [_worded(change, names) for change in changes],
        "comment": queries.returned_comment(version) if version.state == state.RETURNED else "",
        "may_edit": may_write and version.state in EDITABLE,
        "may_take_back": may_write and version.state in (state.SUBMITTED, state.APPROVED),
        "may_amend": may_write and version.state == state.PUBLISHED,
        "amendment": queries.in_the_making(found) if version.state == state.PUBLISHED else None,
        "may_publish": version.state == state.APPROVED and access.can_publish(request.user, organisation),
        "is_latest": version.number == queries.newest(found).number,
    }
    return render(request, "capacity_plans/plans/plan.html", context, status=status)


def others(plan: Plan, version: PlanVersion) -> dict[str, Any]:
    """The words of a version in the languages that its form does not show."""
    codes = {*plan.translations, *version.translations} - {"hi"}
    return {code: {**plan.translations.get(code, {}), **version.translations.get(code, {})} for code in codes}


@get_or_post
@opened
def plan_words(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Change title and objectives of the version in the making."""
    found = access.plan_to_write(request.user, organisation, public_id)
    version = queries.newest(found)
    form = WordsForm(request.POST or None, initial=WordsForm.initial_of(version))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            changes = {
                "title": values["title"],
                "objectives": values["objectives"],
                "translations": hindi_of(values, ("title", "objectives"), others(found, version)),
            }
            seen = instant(values["seen"])
            try:
                services.change_version(version=version, changes=changes, seen=seen, actor=request.user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                status = 409
                version.refresh_from_db()
                form = _again(form, str(conflict.message), seen=version.changed_at.isoformat())
            else:
                messages.success(request, _("Saved."))
                return redirect("plan", slug=organisation.slug, public_id=public_id)
    context = {
        "organisation": organisation,
        "plan": found,
        "version": version,
        "form": form,
        "is_conflict": status == 409,
    }
    return render(request, "capacity_plans/plans/words.html", context, status=status)


def _again(form: WordsForm, message: str, *, seen: str) -> WordsForm:
    """The form with what was typed, so that saving it again is a decision and not an accident."""
    data = {**form.data.dict()}  # type: ignore[attr-defined]
    data["seen"] = seen
    again = WordsForm(data)
    again.is_valid()
    again.add_error(None, message)
    return again


@require_safe
@opened
def plan_reach(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Whom the whole plan reaches: how many, and ten of them."""
    found = access.plan_to_see(organisation, public_id)
    version = queries.newest(found)
    return reach_page(request, found, queries.reach_of(version), title=found.in_language("title"))


def reach_page(request: HttpRequest, found: Plan, reach: queries.Reach, *, title: str) -> HttpResponse:
    """Count and sample, as a page or as the fragment htmx asks for. Names only for those who may see them."""
    template = "capacity_plans/plans/reach.html" + ("#reach" if request.htmx else "")  # type: ignore[attr-defined]
    context = {
        "organisation": found.organisation,
        "plan": found,
        "reach": reach,
        "subject": title,
        "may_see_names": access.can_see_names(request.user, found.organisation),
    }
    return render(request, template, context)


@require_POST
@opened
def plan_submit(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Give the version in the making to the Commission."""
    found = access.plan_to_write(request.user, organisation, public_id)
    version = queries.newest(found)
    try:
        services.submit_plan(version=version, actor=request.user, at=now())
    except Refused as refusal:
        wrong = {name: [str(text) for text in texts] for name, texts in refusal.fields.items()}
        return _page(request, found, version, wrong=wrong, status=422)
    messages.success(request, _("The plan is submitted to the Capacity Building Commission."))
    return redirect("plan", slug=organisation.slug, public_id=public_id)


@require_POST
@opened
def plan_take_back(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Make it a draft again."""
    found = access.plan_to_write(request.user, organisation, public_id)
    services.take_back(version=queries.newest(found), actor=request.user, at=now())
    messages.success(request, _("The plan is a draft again."))
    return redirect("plan", slug=organisation.slug, public_id=public_id)


@get_or_post
@opened
def plan_publish(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Put the approved version into force, under an office order."""
    found = access.plan_to_publish(request.user, organisation, public_id)
    version = queries.newest(found)
    form = PublishForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.publish_plan(version=version, actor=request.user, at=now(), **form.cleaned_data)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The plan is in force. Everyone it asks is being told."))
                return redirect("plan", slug=organisation.slug, public_id=public_id)
    context = {
        "organisation": organisation,
        "plan": found,
        "version": version,
        "form": form,
        "reach": queries.reach_of(version),
        "item_count": version.items.count(),
        "can_be_published": version.state in (PlanVersion.State.APPROVED, PlanVersion.State.PUBLISHED),
    }
    return render(request, "capacity_plans/plans/publish.html", context, status=status)


@require_POST
@opened
def plan_amend(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Begin an amendment of the plan in force."""
    found = access.plan_to_write(request.user, organisation, public_id)
    services.amend(plan=found, actor=request.user, at=now())
    messages.success(
        request, _("The amendment is begun. The published version stays in force until the amendment is published.")
    )
    return redirect("plan", slug=organisation.slug, public_id=public_id)


def _rules(change: queries.Change) -> list[dict[str, Any]]:
    return [rule for name, before, after in change.fields if name == "audience" for rule in (before, after)]


def _worded(change: queries.Change, names: Names) -> dict[str, Any]:
    return {
        "what": change.what,
        "item": change.item,
        "fields": [
            (str(FIELD_NAMES[name]), _shown(name, before, names), _shown(name, after, names))
            for name, before, after in change.fields
        ],
    }


def _shown(name: str, value: Any, names: Names) -> Any:
    if name == "audience":
        return names.rule(value)
    if name == "translations":
        return value.get("hi", {}).get("reason") or "–"
    if name == "course":
        return value.current.in_language("title") if value.current else value.slug
    if name in ("need", "label"):
        choices: dict[str, Any] = dict(PlanItem.Need.choices if name == "need" else PlanItem.Label.choices)
        return choices[value]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value or "–"
