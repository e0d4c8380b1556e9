"""Positions in one organisation: what is inherited, what was added, and adding to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.positions import access, queries, services
from competencies.positions.forms.extending import PositionForm, RequireForm, RoleForm
from competencies.positions.workbook import workbook_response
from igot.accounts.access import acts_for
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import Denied, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@require_safe
@acts_for(*access.READERS)
def position_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every position that holds here or below, with how many hold it; and the designations that none describes."""
    text, which = request.GET.get("q", "").strip()[:100], request.GET.get("which", "")
    page = paginate(request, queries.find_positions(organisation, text, which))
    serving = queries.serving(organisation, day_in_india(now()))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(position, serving.by_position.get(position.pk, 0)) for position in page],
        "undescribed": serving.undescribed[:20],
        "more_undescribed": max(0, len(serving.undescribed) - 20),
        "q": text,
        "which": which,
        "choices": [
            ("own", _("Of this organisation")),
            ("inherited", _("Inherited from above")),
            ("below", _("Further down")),
        ],
        "may_extend": access.can_extend(request.user, organisation),
    }
    return render(request, "competencies/positions/position_list.html", context)


@require_safe
@acts_for(*access.READERS)
def position(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Designation, roles, activities, competencies at levels, each with where it comes from."""
    found = access.position_to_see(organisation, public_id)
    today = day_in_india(now())
    context = {
        "organisation": organisation,
        "position": found,
        "inherited": found.organisation_id != organisation.pk,
        "holds_here": organisation.path.startswith(found.organisation.path),
        "roles": queries.roles_of(found, organisation).prefetch_related("role__activities__resources"),
        "lines": queries.lines_of(found, organisation, today),
        "people": queries.serving(organisation, today).by_position.get(found.pk, 0),
        "further_down": queries.added_below(found, organisation),
        "may_extend": access.can_extend(request.user, organisation)
        and organisation.path.startswith(found.organisation.path),
        "today": today,
    }
    return render(request, "competencies/positions/position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.READERS)
def position_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Describe a designation that no position describes yet."""
    if not access.can_extend(request.user, organisation):
        raise Denied()
    form, status = PositionForm(organisation=organisation, initial=request.GET.dict()), 200
    if request.method == "POST":
        form, status = PositionForm(request.POST, organisation=organisation), 422
        if form.is_valid():
            try:
                made = services.add_position(
                    **form.cleaned_data, organisation=organisation, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The position is there. Add its work roles and competencies."))
                return redirect("position", slug=organisation.slug, public_id=made.public_id)
    context = {"organisation": organisation, "form": form}
    return render(request, "competencies/positions/position_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.READERS)
def position_require(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Ask for a competency here and below, or for more of one."""
    found = access.position_to_extend(request.user, organisation, public_id)
    form, status = RequireForm(initial=request.GET.dict()), 200
    if request.method == "POST":
        form, status = RequireForm(request.POST), 422
        if form.is_valid():
            try:
                services.require(
                    position=found, organisation=organisation, **form.cleaned_data, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("This is asked for. Gaps are counted anew within a minute."))
                return redirect("position", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "position": found, "form": form}
    return render(request, "competencies/positions/require.html", context, status=status)


@require_POST
@acts_for(*access.READERS)
def position_requirement_end(
    request: HttpRequest, organisation: Organisation, public_id: UUID, key: int
) -> HttpResponse:
    """Ask for it no longer."""
    found = access.position_to_extend(request.user, organisation, public_id)
    requirement = access.requirement_to_end(found, key)
    try:
        services.end_requirement(requirement=requirement, organisation=organisation, actor=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("This is asked for no longer."))
    return redirect("position", slug=organisation.slug, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.READERS)
def position_role(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Add a work role here and below."""
    found = access.position_to_extend(request.user, organisation, public_id)
    form, status = RoleForm(), 200
    if request.method == "POST":
        form, status = RoleForm(request.POST), 422
        if form.is_valid():
            try:
                services.add_role(
                    position=found, **form.cleaned_data, organisation=organisation, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The role belongs to the position here and below."))
                return redirect("position", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "position": found, "form": form}
    return render(request, "competencies/positions/add_role.html", context, status=status)


@require_POST
@acts_for(*access.READERS)
def position_role_remove(request: HttpRequest, organisation: Organisation, public_id: UUID, key: int) -> HttpResponse:
    """Take away a role that this organisation added."""
    found = access.position_to_extend(request.user, organisation, public_id)
    link = access.role_to_remove(found, key)
    try:
        services.remove_role(link=link, organisation=organisation, actor=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The role no longer belongs to the position here."))
    return redirect("position", slug=organisation.slug, public_id=public_id)


@require_safe
@acts_for(*access.READERS)
def position_template(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The workbook for the sheet of designations and competencies, with what may be written in it."""
    return workbook_response(organisation)
