"""People of a subtree, for their administrators."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from igot.accounts import queries, services
from igot.accounts.access import Role, acts_for, may, person_to_administer
from igot.accounts.forms import PersonForm, PlaceForm, SupervisorForm
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

LOOK = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)


@acts_for(*LOOK)
def people_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Search the people of the subtree."""
    text = request.GET.get("q", "")
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.search_people(organisation, text)),
        "q": text,
        "may_change": may(request.user, Role.ORGANISATION_ADMIN, organisation),
    }
    return render(request, "accounts/people_list.html", context)


@acts_for(Role.ORGANISATION_ADMIN)
def person_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Register a person; they set their password by the reset mail."""
    form = PersonForm(request.POST or None, within=organisation)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = services.add_person(**form.cleaned_data, actor=request.user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(
                    request,
                    _("%(name)s is registered and sets a password by “Forgotten your password?”.") % {"name": user},
                )
                return redirect("person", slug=organisation.slug, public_id=user.public_id)
    return render(request, "accounts/person_new.html", {"organisation": organisation, "form": form}, status=status)


@acts_for(*LOOK)
def person(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """One person of the subtree: postings, rights, access."""
    found = person_to_administer(organisation, public_id)
    context = {
        "organisation": organisation,
        "person": found,
        "postings": queries.postings_of(found),
        "grants": queries.grants_of(found, now()),
        "may_change": may(request.user, Role.ORGANISATION_ADMIN, organisation),
    }
    return render(request, "accounts/person.html", context)


@acts_for(Role.ORGANISATION_ADMIN)
@require_POST
def person_access(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Let a person in, or end their access with all sessions and tokens."""
    found = person_to_administer(organisation, public_id)
    try:
        if request.POST.get("access") == "end":
            services.deactivate(user=found, actor=request.user, at=now())
            messages.success(request, _("Access is ended; all sessions and tokens are void."))
        else:
            services.reactivate(user=found, actor=request.user, at=now())
            messages.success(request, _("The person can sign in again."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("person", slug=organisation.slug, public_id=found.public_id)


@acts_for(Role.ORGANISATION_ADMIN)
def person_transfer(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Move a person of the subtree to another organisation or designation within it."""
    found = person_to_administer(organisation, public_id)
    form = PlaceForm(request.POST or None, within=organisation)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.transfer(user=found, **form.cleaned_data, actor=request.user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The posting is changed; open obligations follow within a minute."))
                return redirect("person", slug=organisation.slug, public_id=found.public_id)
    context = {"organisation": organisation, "person": found, "form": form}
    return render(request, "accounts/person_transfer.html", context, status=status)


@acts_for(Role.ORGANISATION_ADMIN)
def person_supervisor(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Say who supervises a person's work: who attests their levels, and who their peers are."""
    found = person_to_administer(organisation, public_id)
    now_is = found.supervisor.email if found.supervisor is not None else ""
    form = SupervisorForm(request.POST or None, initial={"email": now_is})
    status = 200
    if request.method == "POST":
        form, status = SupervisorForm(request.POST), 422
        if form.is_valid():
            email = form.cleaned_data["email"]
            supervisor = queries.by_email(email) if email else None
            if email and supervisor is None:
                form.add_error("email", _("Nobody with this address is registered."))
            else:
                try:
                    services.set_supervisor(user=found, supervisor=supervisor, actor=request.user, at=now())
                except Refused as refusal:
                    form.add_error("email", str(refusal.message))
                else:
                    messages.success(request, _("The supervisor is entered."))
                    return redirect("person", slug=organisation.slug, public_id=found.public_id)
    context = {"organisation": organisation, "person": found, "form": form}
    return render(request, "accounts/person_supervisor.html", context, status=status)
