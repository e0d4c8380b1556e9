"""What keeps igot running, for its operators; and the audit trail, for those who answer for an organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from igot.accounts.access import Role, acts_for, operators_only
from igot.journal import queries, services
from igot.kernel.clock import now
from igot.kernel.numbers import whole
from igot.kernel.pages import paginate
from igot.notifications import queries as notifications
from igot.notifications.kinds import KINDS
from igot.notifications.services import send_again
from igot.organisations.models import Organisation
from igot.web.happenings import happenings, kinds_in_words

MOST_MAILS = 25


@operators_only
def operations(request: HttpRequest) -> HttpResponse:
    """What is owed in which queue, and what was given up: deliveries and mails."""
    failed = notifications.failed_mails()
    context = {
        "backlog": queries.backlog(),
        "worker_alive": queries.worker_is_alive(at=now()),
        "page": paginate(request, queries.dead()),
        "mails": [(mail, KINDS.get(mail.notice.kind)) for mail in failed[:MOST_MAILS]],
        "mail_count": failed.count(),
    }
    return render(request, "web/operations.html", context)


@operators_only
@require_POST
def redeliver(request: HttpRequest) -> HttpResponse:
    """Try dead deliveries again: the ones ticked, or all."""
    chosen = [whole(value) for value in request.POST.getlist("delivery")]
    count = services.redeliver(at=now(), deliveries=None if "all" in request.POST else chosen)
    messages.success(
        request,
        ngettext("%(count)s delivery is due again.", "%(count)s deliveries are due again.", count) % {"count": count},
    )
    return redirect("operations")


@operators_only
@require_POST
def mails_again(request: HttpRequest) -> HttpResponse:
    """Owe failed mails once more: the ones ticked, or all."""
    if "all" in request.POST:
        chosen = list(notifications.failed_mails().values_list("pk", flat=True))
    else:
        chosen = [whole(value) for value in request.POST.getlist("mail")]
    count = send_again(mails=chosen, at=now())
    messages.success(
        request, ngettext("%(count)s mail is due again.", "%(count)s mails are due again.", count) % {"count": count}
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
        "happenings": happenings(list(page.object_list)),
        "kinds": kinds_in_words(queries.kinds()),
        "kind": kind,
        "subject": subject,
    }
    return render(request, "web/audit_trail.html", context)
