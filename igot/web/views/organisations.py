"""An organisation's own pages: where its administration begins, what it is, what it calls its posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from igot.accounts.access import Role, acts_for, may
from igot.accounts.queries import people_in
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations import queries, services
from igot.organisations.models import Organisation
from igot.web import navigation
from igot.web.forms import DesignationForm, NewOrganisationForm, OrganisationForm

ADMIN = (Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN)


@acts_for()
def organisation_home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Where acting for an organisation begins: what there is to do, and the organisations below."""
    context = {
        "organisation": organisation,
        "above": list(queries.ancestors_and_self(organisation))[:-1],
        "below": queries.children_of(organisation),
        "people": people_in(organisation).count(),
        "entries": navigation.for_organisation(request, organisation),
    }
    return render(request, "web/organisation_home.html", context)


def _saved(form: Any, save: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        save()
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


@acts_for(*ADMIN)
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Name, e-mail domains, four eyes."""
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.initial_of(organisation))

    def save() -> None:
        changes = form.changes(organisation)
        services.change_organisation(organisation=organisation, changes=changes, actor=request.user, at=now())

    if request.method == "POST" and _saved(form, save):
        messages.success(request, _("The organisation is saved."))
        return redirect("organisation", slug=organisation.slug)
    context = {
        "organisation": organisation,
        "form": form,
        "may_add": may(request.user, Role.PLATFORM_ADMIN, organisation),
    }
    return render(request, "web/organisation.html", context, status=422 if request.method == "POST" else 200)


@acts_for(Role.PLATFORM_ADMIN)
def organisation_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Add an organisation below this one."""
    form = NewOrganisationForm(request.POST or None)

    def save() -> None:
        services.create_organisation(parent=organisation, **form.values(), actor=request.user, at=now())

    if request.method == "POST" and _saved(form, save):
        messages.success(request, _("The organisation is added."))
        return redirect("organisation_home", slug=organisation.slug)
    context = {"organisation": organisation, "form": form}
    return render(request, "web/organisation_new.html", context, status=422 if request.method == "POST" else 200)


@acts_for(*ADMIN)
def designations(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The designations that may be given here; add one that the master list lacks."""
    form = DesignationForm(request.POST or None)

    def save() -> None:
        services.add_designation(**form.values(), organisation=organisation, actor=request.user, at=now())

    if request.method == "POST" and _saved(form, save):
        messages.success(request, _("The designation is added."))
        return redirect("designations", slug=organisation.slug)
    text = request.GET.get("q", "")
    context = {
        "organisation": organisation,
        "form": form,
        "q": text,
        "page": paginate(request, queries.designations_for(organisation).filter(name__icontains=text)),
    }
    return render(request, "web/designations.html", context, status=422 if request.method == "POST" else 200)
