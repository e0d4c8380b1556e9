"""Roles and API clients of a subtree, for its administrators."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from igot.accounts import queries, services
from igot.accounts.access import Role, acts_for, client_to_revoke, grant_to_end, may, roles_to_pass_on
from igot.accounts.forms import ClientForm, GrantForm
from igot.accounts.once import once
from igot.kernel.clock import end_of_day, now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

GIVE = (Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN, Role.PROVIDER_ADMIN)


@acts_for(*GIVE, Role.AUDITOR)
def grant_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Who holds which role in the subtree, until when."""
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.grants_within(organisation, now())),
        "may_change": may(request.user, GIVE, organisation),
    }
    return render(request, "accounts/grant_list.html", context)


@once
@acts_for(*GIVE)
def grant_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST or None, within=organisation, roles=roles_to_pass_on(request.user, organisation))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _give(request, form):
            return redirect("grant_list", slug=organisation.slug)
    return render(request, "accounts/grant_new.html", {"organisation": organisation, "form": form}, status=status)


def _give(request: HttpRequest, form: GrantForm) -> bool:
    values, at = form.cleaned_data, now()
    user = queries.by_email(values["email"])
    if user is None:
        form.add_error("email", _("Nobody with this address is registered. Register the person first."))
        return False
    try:
        services.grant_role(
            user=user,
            role=values["role"],
            organisation=values["organisation"],
            starts_at=at,
            ends_at=end_of_day(values["last_day"]) + timedelta(microseconds=1),
            actor=request.user,
            at=at,
        )
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _("%(name)s now holds the role.") % {"name": user})
    return True


@acts_for(*GIVE)
@require_POST
def grant_end(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """End a role now."""
    try:
        grant = grant_to_end(request.user, organisation, public_id)
        services.end_grant(grant=grant, actor=request.user, at=now())
        messages.success(request, _("The role is ended."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("grant_list", slug=organisation.slug)


@once
@acts_for(Role.ORGANISATION_ADMIN)
def client_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The systems that may read for this organisation; a new one's secret is shown once, right after it is made."""
    form = ClientForm(request.POST or None)
    status, made, secret = 200, None, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made, secret = services.register_client(
                **form.cleaned_data, organisation=organisation, actor=request.user, at=now()
            )
            form, status = ClientForm(), 201
    context = {
        "organisation": organisation,
        "form": form,
        "made": made,
        "secret": secret,
        "page": paginate(request, queries.clients_of(organisation)),
    }
    response = render(request, "accounts/client_list.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


@acts_for(Role.ORGANISATION_ADMIN)
@require_POST
def client_revoke(request: HttpRequest, organisation: Organisation, client_id: str) -> HttpResponse:
    """End a client; its tokens are void at once."""
    services.revoke_client(client=client_to_revoke(organisation, client_id), actor=request.user, at=now())
    messages.success(request, _("The system can no longer read anything."))
    return redirect("client_list", slug=organisation.slug)
