"""What authors and reviewers do: the work list, writing a wording, submitting it, looking at it beside the one in
force.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.framework import access, queries, services
from competencies.framework.items import KINDS, Problems
from competencies.framework.models import Revision, Status
from competencies.framework.queries import proposals, revisions
from competencies.framework.queries.duplicates import is_asked
from competencies.framework.queries.revisions import kind_of
from competencies.framework.wording import difference
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.approvals.access import can_decide
from igot.approvals.queries import open_step
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
TONES = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "info",
    Status.TECHNICALLY_VERIFIED: "info",
    Status.APPROVED: "ok",
    Status.RETURNED: "warn",
    Status.RETIRED: "neutral",
}


@require_safe
@opened
def frac(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """What waits for me, what I have to finish, and everything on its way."""
    text, status, kind = (request.GET.get(name, "").strip()[:100] for name in ("q", "status", "kind"))
    page = paginate(request, revisions.under_way(organisation, text=text, status=status, kind=kind))
    counts = revisions.counts_by_status(organisation)
    context = {
        "organisation": organisation,
        "waiting": [
            {**_row(revision), "request": each}
            for each, revision in revisions.waiting_for(organisation, request.user, now())
        ],
        "to_decide": [
            {"request": each, "proposal": proposal}
            for each, proposal in proposals.waiting_for(organisation, request.user, now())
        ],
        "proposals": _proposals(organisation),
        "mine": [_row(revision) for revision in revisions.mine(organisation, request.user)],
        "page": page,
        "rows": [_row(revision) for revision in page],
        "q": text,
        "status": status,
        "chosen_kind": kind,
        "statuses": [(value, label, counts.get(value, 0)) for value, label in Status.choices if counts.get(value)],
        "kinds": KINDS.values(),
        "may_author": access.can_author(request.user, organisation),
        "may_govern": access.can_govern(request.user, organisation),
    }
    return render(request, "competencies/framework/frac.html", context)


@once
@get_or_post
@opened
def frac_new(request: HttpRequest, organisation: "Organisation", kind: str) -> HttpResponse:
    """A new item: nothing is kept before the first save."""
    access.kind_to_author(request.user, organisation, kind)
    rules = kind_of(kind)
    form = rules.form(request.POST or None, organisation=organisation, content=rules.blank(organisation), is_new=True)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                revision = services.start_revision(
                    kind=kind,
                    organisation=organisation,
                    content=form.content(),
                    reason=form.cleaned_data["reason"],
                    actor=request.user,
                    at=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return _after_writing(request, organisation, revision)
    context = {"organisation": organisation, "kind": rules, "form": form, "back": ""}
    return render(request, rules.form.template, context, status=status)


@require_POST
@opened
def frac_revise(request: HttpRequest, organisation: "Organisation", kind: str, public_id: UUID) -> HttpResponse:
    """Begin a new version of an item, or go on with one's own."""
    item = access.item_to_revise(request.user, organisation, kind, public_id)
    on_its_way = queries.open_revision(kind, item.public_id)
    if on_its_way is not None and on_its_way.author_id == request.user.pk:
        return redirect("revision", slug=on_its_way.organisation.slug, public_id=on_its_way.public_id)
    try:
        revision = services.start_revision(
            kind=kind, organisation=organisation, item_id=item.public_id, actor=request.user, at=now()
        )
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("frac_item", slug=organisation.slug, kind=kind, public_id=public_id)
    return redirect("revision_edit", slug=organisation.slug, public_id=revision.public_id)


@require_safe
@opened
def revision(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """A wording beside the one in force, what is still wrong with it, and what was decided about it."""
    return _page(request, organisation, access.revision_to_see(organisation, public_id))


@get_or_post
@opened
def revision_edit(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Write it; it may still be unfinished."""
    found = access.revision_to_write(request.user, organisation, public_id)
    if found.status not in services.WRITABLE:
        raise Conflict(_("This has been submitted and can be changed again when it comes back."))
    rules = kind_of(found.kind)
    is_new = queries.in_force(found.kind, found.item_id) is None
    form = rules.form(
        request.POST or None,
        organisation=found.organisation,
        content=found.content,
        is_new=is_new,
        initial={"reason": found.reason},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write(
                    revision=found,
                    content=form.content(),
                    reason=form.cleaned_data["reason"],
                    seen=_seen(request),
                    actor=request.user,
                    at=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                found.refresh_from_db()
                form.add_error(None, _written_elsewhere() if found.status in services.WRITABLE else str(conflict))
                status = 409
            else:
                return _after_writing(request, organisation, found)
    # After a conflict it is what is stored by now: whoever saves once more has been told what they replace.
    seen = request.POST.get("seen", "") if status == 422 else found.changed_at.isoformat()
    context = {"organisation": organisation, "kind": rules, "form": form, "revision": found, "seen": seen}
    return render(request, rules.form.template, context, status=status)


@require_POST
@opened
def revision_submit(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Hand it to the reviewers."""
    found = access.revision_to_write(request.user, organisation, public_id)
    try:
        services.submit(revision=found, actor=request.user, at=now())
    except Refused:
        return _page(request, organisation, found, refused=True, status=422)
    messages.success(
        request, _("“%(title)s” was submitted. The technical reviewer is told.") % {"title": found.title_here}
    )
    return redirect("revision", slug=organisation.slug, public_id=public_id)


@require_POST
@opened
def revision_take_back(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Go on writing."""
    found = access.revision_to_write(request.user, organisation, public_id)
    services.take_back(revision=found, actor=request.user, at=now())
    messages.success(request, _("You took “%(title)s” back.") % {"title": found.title_here})
    return redirect("revision", slug=organisation.slug, public_id=public_id)


@get_or_post
@opened
def revision_discard(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Let it go, after a question."""
    found = access.revision_to_discard(request.user, organisation, public_id)
    if request.method == "POST":
        services.discard(revision=found, actor=request.user, at=now())
        messages.success(request, _("“%(title)s” was let go.") % {"title": found.title_here})
        return redirect("frac", slug=organisation.slug)
    context = {"organisation": organisation, "revision": found}
    return render(request, "competencies/framework/discard.html", context)


def _written_elsewhere() -> str:
    return _(
        "Somebody has changed this since you opened it, perhaps you yourself in another tab. What you typed stands "
        "below. Take over what you need from what is stored, then save: your text replaces it."
    )


def _seen(request: HttpRequest) -> datetime | None:
    """When the draft was last changed as the form was opened."""
    try:
        return parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None


def _after_writing(request: HttpRequest, organisation: "Organisation", found: Revision) -> HttpResponse:
    messages.success(request, _("Saved. Look it through, and submit it when it is complete."))
    return redirect("revision", slug=organisation.slug, public_id=found.public_id)


def _page(
    request: HttpRequest, organisation: "Organisation", found: Revision, *, refused: bool = False, status: int = 200
) -> HttpResponse:
    rules = kind_of(found.kind)
    item = queries.in_force(found.kind, found.item_id)
    kept = {each.version: each.content for each in queries.versions(found.kind, found.item_id)}
    before = kept.get(found.version - 1) or (
        rules.snapshot(item) if item is not None and found.status in Revision.OPEN else None
    )
    waiting = revisions.pending_request(found)
    mine = found.author_id == request.user.pk and access.can_author(request.user, found.organisation)
    writable = found.status in services.WRITABLE
    context = {
        "organisation": organisation,
        "revision": found,
        "kind": rules,
        "state": TONES[Status(found.status)],
        "item": item,
        "page_of_item": rules.page(item) if item is not None else "",
        "lines": difference(rules.describe(before) if before is not None else [], rules.describe(found.content)),
        "has_before": before is not None,
        "wrong": _named(rules, queries.problems(found)) if writable else [],
        "refused": refused,
        "returned": revisions.last_return(found) if found.status == Status.RETURNED else None,
        "decisions": queries.decisions_about(found.kind, found.item_id)[:50],
        "asked_nowhere": _is_new(found, item) and not is_asked(found.kind, item),
        "roles_url": reverse("item_list", args=[Revision.Kind.ROLE]),
        "positions_url": reverse("item_list", args=[Revision.Kind.POSITION]),
        "waiting": waiting,
        "step": open_step(waiting) if waiting is not None else None,
        "may_decide": waiting is not None and can_decide(request.user, waiting),
        "may_write": mine and writable,
        "may_take_back": mine and waiting is not None,
        "may_discard": writable and access.can_author(request.user, found.organisation),
    }
    return render(request, "competencies/framework/revision.html", context, status=status)


def _is_new(found: Revision, item: Any) -> bool:
    """Whether the wording is that of a competency as it is in force."""
    in_force = item is not None and item.status == Status.APPROVED and item.version == found.version
    return found.kind == Revision.Kind.COMPETENCY and found.status == Status.APPROVED and in_force


def _named(rules: Any, wrong: Problems) -> list[tuple[str, str]]:
    """What is wrong, with the labels of the form's fields."""
    labels = {name: str(field.label) for name, field in rules.form.base_fields.items()}
    return [(labels.get(name, ""), text) for name, texts in wrong.items() for text in texts]


def _proposals(organisation: "Organisation") -> list[dict[str, Any]]:
    """The open proposals of a subtree, with the names of what they are about."""
    found = list(proposals.proposals_of(organisation)[:50])
    names = proposals.names_of(found)
    return [
        {
            "proposal": each,
            "name": names.get(each.item_id, ""),
            "other": names.get(each.other_id) if each.other_id else "",
        }
        for each in found
    ]


def _row(found: Revision) -> dict[str, Any]:
    return {"revision": found, "kind": KINDS[found.kind].label, "tone": TONES[Status(found.status)]}
