"""Proposals that an item goes out of force: the author makes one, two reviewers decide it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.framework import access, services
from competencies.framework.forms import MergeForm, RetireForm
from competencies.framework.models import Proposal
from competencies.framework.queries import proposals
from competencies.framework.queries.duplicates import near
from competencies.framework.queries.revisions import kind_of
from competencies.framework.views.standing import about, crossing, opened, pair_of
from igot.accounts.once import once
from igot.approvals.access import can_decide
from igot.approvals.queries import history, open_step, steps_of
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
CHANGE, STATE = Proposal.Change, Proposal.State
TONES = {STATE.SUBMITTED: "info", STATE.TECHNICALLY_VERIFIED: "info", STATE.APPROVED: "ok", STATE.RETURNED: "warn"}


@once
@get_or_post
@opened
def frac_retire(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """Propose to take it out of force: what rests on it, why, and what takes its place (`?other=` shows that first)."""
    rules = kind_of(kind)
    item = access.item_to_revise(request.user, organisation, kind, public_id)
    form = RetireForm(request.POST or None, kind=rules, item=item, initial={"replaced_by": _code(request)})
    made = _propose(request, organisation, form, CHANGE.RETIRE, item)
    if made is not None:
        return redirect("proposal", slug=organisation.slug, public_id=made.public_id)
    context = {
        **about(organisation, rules, item),
        **_preview(request, organisation, rules, item, CHANGE.RETIRE, form),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "competencies/framework/retire.html", context, status=status)


@once
@get_or_post
@opened
def frac_merge(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """Propose to make it one with another: first what would be re-pointed (`?other=`), then why."""
    rules = kind_of(kind)
    item = access.item_to_revise(request.user, organisation, kind, public_id)
    form = MergeForm(request.POST or None, kind=rules, item=item, initial={"into": _code(request)})
    made = _propose(request, organisation, form, CHANGE.MERGE, item)
    if made is not None:
        return redirect("proposal", slug=organisation.slug, public_id=made.public_id)
    context = {
        **about(organisation, rules, item),
        **_preview(request, organisation, rules, item, CHANGE.MERGE, form),
        "form": form,
        "near": [pair_of(rules, pair) for pair in near(kind, item)],
    }
    return render(
        request, "competencies/framework/merge.html", context, status=422 if request.method == "POST" else 200
    )


@require_safe
@opened
def proposal(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """One proposal: what would go, what rests on it now and what has changed since, and who decided what."""
    found = access.proposal_to_see(organisation, public_id)
    rules, item, other = kind_of(found.kind), proposals.item_of(found), proposals.other_of(found)
    waiting = proposals.pending_request(found)
    request_of = waiting or history(proposals.APPROVAL, found.public_id).first()
    resting = proposals.preview(found)
    context = {
        **about(organisation, rules, item),
        "proposal": found,
        "tone": TONES.get(STATE(found.state), "neutral"),
        "other": other,
        "other_name": other.in_language(rules.title_field) if other is not None else "",
        "other_page": rules.page(other) if other is not None else "",
        "item_lines": rules.describe(rules.snapshot(item)),
        "other_lines": rules.describe(rules.snapshot(other)) if other is not None else [],
        "change": found.change,
        "crossing": crossing(item, other, organisation=_board(request, organisation)),
        "resting": resting,
        "has_changed": found.state in Proposal.OPEN and any(row.has_changed for row in resting),
        "steps": steps_of(request_of) if request_of is not None else [],
        "waiting": waiting,
        "step": open_step(waiting) if waiting is not None else None,
        "may_decide": waiting is not None and can_decide(request.user, waiting),
        "may_take_back": waiting is not None and found.author_id == request.user.pk,
        "may_repeat": found.state in (STATE.RETURNED, STATE.WITHDRAWN)
        and item.status == "approved"
        and access.can_author(request.user, organisation),
    }
    return render(request, "competencies/framework/proposal.html", context)


@require_POST
@opened
def proposal_take_back(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """The author no longer asks for it."""
    found = access.proposal_to_take_back(request.user, organisation, public_id)
    services.take_proposal_back(proposal=found, actor=request.user, at=now())
    messages.success(request, _("You took the proposal back. The item stays in force."))
    return redirect("proposal", slug=organisation.slug, public_id=public_id)


def _board(request: HttpRequest, organisation: "Organisation") -> "Organisation | None":
    """The organisation, for those who may say which of its levels answer to each other."""
    return organisation if access.can_govern(request.user, organisation) else None


def _propose(
    request: HttpRequest, organisation: "Organisation", form: RetireForm, change: str, item: Any
) -> Proposal | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = services.propose(
            kind=form.kind.name,
            organisation=organisation,
            item=item,
            change=change,
            other=form.cleaned_data[form.other],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
        )
    except Refused as refusal:
        show_refusal(form, refusal)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
    else:
        messages.success(request, _("The proposal was submitted. The technical reviewer is told."))
        return made
    return None


def _preview(
    request: HttpRequest, organisation: "Organisation", rules: Any, item: Any, change: str, form: RetireForm
) -> dict[str, Any]:
    other = form.chosen()
    return {
        "change": change,
        "other": other,
        "other_name": other.in_language(rules.title_field) if other is not None else "",
        "other_lines": rules.describe(rules.snapshot(other)) if other is not None else [],
        "item_lines": rules.describe(rules.snapshot(item)) if other is not None else [],
        "crossing": crossing(item, other, organisation=_board(request, organisation)),
        "resting": proposals.resting_on(rules.name, item, change=change, other=other),
    }


def _code(request: HttpRequest) -> str:
    return request.GET.get("other", "").replace("\x00", "")[:40]
