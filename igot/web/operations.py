"""What keeps igot running, for its operators; and the audit trail, for those who answer for an organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from igot.accounts.access import Role, acts_for, operators_only
from igot.accounts.queries import people_named
from igot.journal import queries, services
from igot.kernel.clock import now
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@operators_only
def operations(request: HttpRequest) -> HttpResponse:
    """What is owed in which queue, and what was given up."""
    context = {
        "backlog": queries.backlog(),
        "worker_alive": queries.worker_is_alive(at=now()),
        "page": paginate(request, queries.dead()),
    }
    return render(request, "web/operations.html", context)


@operators_only
@require_POST
def redeliver(request: HttpRequest) -> HttpResponse:
    """Try dead deliveries again: the ones ticked, or all."""
    chosen = [int(value) for value in request.POST.getlist("delivery") if value.isdigit()]
    count = services.redeliver(at=now(), deliveries=None if "all" in request.POST else chosen)
    messages.success(
        request,
        ngettext("%(count)s delivery is due again.", "%(count)s deliveries are due again.", count) % {"count": count},
    )
    return redirect("operations")


@acts_for(Role.AUDITOR, Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN)
def audit_trail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Everything that happened in the subtree, newest first, filtered by kind and by the thing it happened to."""
    facts = queries.facts_of(organisation.path)
    kind, subject = request.GET.get("kind", ""), request.GET.get("subject", "")
    if kind:
        facts = facts.filter(kind=kind)
    if subject:
        facts = facts.filter(subject_id=subject)
    page = paginate(request, facts)
    context = {
        "organisation": organisation,
        "page": page,
        "names": people_named({fact.actor_id for fact in page.object_list}),
        "kinds": queries.kinds(),
        "kind": kind,
        "subject": subject,
    }
    return render(request, "web/audit_trail.html", context)
