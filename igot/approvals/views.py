"""What waits for me; one request with its history; deciding and taking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from igot.approvals import access, queries, services
from igot.approvals.forms import DecisionForm
from igot.approvals.kinds import KINDS
from igot.approvals.models import Request
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

TONES = {"pending": "info", "open": "info", "approved": "ok", "returned": "warn"}


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for my decision, across all my roles; or, by `?asked=1`, what I asked for."""
    mine = request.GET.get("asked") == "1"
    found = queries.asked_by(request.user) if mine else queries.waiting_for(request.user, now())
    page = paginate(request, found)
    rows = [(item, KINDS[item.kind].label if item.kind in KINDS else item.kind, TONES.get(item.state)) for item in page]
    return render(request, "approvals/approvals.html", {"page": page, "rows": rows, "mine": mine})


@require_safe
def approval(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request: what it is about, who decided what so far, and the decision where it is mine."""
    return _page(request, access.request_to_see(request.user, public_id))


@require_POST
def approval_decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Approve (`decision=approve`) or send back (`decision=return`)."""
    found = access.request_to_decide(request.user, public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    decide = services.send_back if request.POST.get("decision") == "return" else services.approve
    try:
        decide(request=found, **form.cleaned_data, actor=request.user, at=now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(request, found, form, status=422)
    if decide is services.send_back:
        messages.success(request, _("“%(title)s” was sent back.") % {"title": found.title_here})
    else:
        messages.success(request, _("You approved “%(title)s”.") % {"title": found.title_here})
    return redirect("approvals")


@require_POST
def approval_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take my own request back."""
    found = access.request_to_withdraw(request.user, public_id)
    services.withdraw(request=found, actor=request.user, at=now())
    messages.success(request, _("You took “%(title)s” back.") % {"title": found.title_here})
    return redirect("approval", public_id=public_id)


def _page(request: HttpRequest, found: Request, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:
    kind = KINDS.get(found.kind)
    page = kind.page if kind else None
    if kind and kind.own_page and found.requested_by_id == request.user.pk:
        page = kind.own_page
    step = queries.open_step(found)
    rules = {rule.name: rule.title for rule in kind.steps} if kind else {}
    context = {
        "found": found,
        "label": kind.label if kind else found.kind,
        "tone": TONES.get(found.state),
        "subject_url": page(found) if page else "",
        "pairs": [
            *((_(name), _(value) if value else "") for name, value in found.details.get("pairs", [])),
            *(kind.figures(found) if kind and kind.figures else ()),
        ],
        "steps": [(item, rules.get(item.name, item.name), TONES.get(item.state)) for item in queries.steps_of(found)],
        "earlier": queries.history(found.kind, found.subject_id).exclude(pk=found.pk),
        "may_decide": access.can_decide(request.user, found),
        "may_withdraw": access.can_withdraw(request.user, found),
        "form": form or DecisionForm(initial={"step": step.number if step else None}),
    }
    return render(request, "approvals/approval.html", context, status=status)
