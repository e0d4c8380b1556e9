"""Ask that an item goes out of force; what the reviewers' decisions do. Three different people, as for a wording.

The approvals call `verify_proposal` and those below it inside the decision's transaction.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.items import KINDS
from competencies.framework.models import Proposal, ReviewDecision
from competencies.framework.queries import proposals as queries
from competencies.framework.queries.revisions import kind_of
from competencies.framework.services.log import about
from competencies.framework.services.standing import check_proposed, merge_items, retire_item
from igot.approvals import services as approvals
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

State = Proposal.State
LANGUAGES = ("en", "hi")


@transaction.atomic
def propose(
    *,
    kind: str,
    organisation: "Organisation",
    item: Any,
    change: str,
    other: Any = None,
    reason: str,
    actor: "User",
    at: datetime,
) -> Proposal:
    """Ask that an item is retired (in favour of `other`, if any) or merged into `other`; what rests on it now is kept
    with the proposal, so that the deciders see what has changed since.

    Raises Refused without a reason, or for two items that cannot be one; Conflict while a new version of the item, or
    another proposal about it, is on its way, or when it was retired meanwhile. Publishes ProposalSubmitted.
    """
    check_proposed(kind=kind, item=item, change=change, other=other, reason=reason)
    figures = queries.figures_of(queries.resting_on(kind, item, change=change, other=other))
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                kind=kind,
                item_id=item.public_id,
                change=change,
                other_id=other.public_id if other is not None else None,
                organisation=organisation,
                reason=reason.strip(),
                figures=figures,
                author=actor,
                created_at=at,
                changed_at=at,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody has already proposed to take this out of force.")) from error
    titles = _titles(kind, change, item, other)
    approvals.open_request(
        kind=queries.APPROVAL,
        subject_id=made.public_id,
        organisation=organisation,
        title=titles.pop("en"),
        titles=titles,
        details=[(_("Dictionary"), kind_of(kind).label), (_("Why"), made.reason)],
        actor=actor,
        at=at,
    )
    _note(made, ReviewDecision.Action.PROPOSED, made.reason, actor, at)
    _publish(facts.ProposalSubmitted(**_named(made)), made, actor, at)
    return made


@transaction.atomic
def take_proposal_back(*, proposal: Proposal, actor: "User", at: datetime) -> None:
    """The author no longer asks for it. Raises Conflict when it was decided meanwhile, Denied for anybody else."""
    request = queries.pending_request(proposal)
    if request is None:
        raise Conflict(_("This has already been decided."))
    if request.requested_by_id != actor.pk:
        raise Denied(_("Only the person who asked can take a request back."))
    approvals.withdraw(request=request, actor=actor, at=at)


@transaction.atomic
def verify_proposal(*, proposal_id: UUID | str, comment: str, actor: "User", at: datetime) -> None:
    """The technical reviewer's yes."""
    proposal = _move(proposal_id, (State.SUBMITTED,), State.TECHNICALLY_VERIFIED, at)
    _note(proposal, ReviewDecision.Action.TECHNICALLY_VERIFIED, comment, actor, at)


@transaction.atomic
def carry_out(*, proposal_id: UUID | str, actor: "User", at: datetime) -> None:
    """The Commission's yes: the item goes out of force, and what rests on it is counted once more before it does.

    Raises Refused with what stands in the way by now, Conflict when the item was retired or is being rewritten.
    """
    proposal = _move(proposal_id, (State.TECHNICALLY_VERIFIED,), State.APPROVED, at)
    rows = KINDS[proposal.kind].items().select_for_update(of=("self",))
    ids = [key for key in (proposal.item_id, proposal.other_id) if key is not None]
    # The lower key first, so that two that touch the same items wait for each other.
    found = {row.public_id: row for row in rows.filter(public_id__in=ids).order_by("pk")}
    item, other = found[proposal.item_id], found.get(proposal.other_id) if proposal.other_id is not None else None
    resting = queries.resting_on(proposal.kind, item, change=proposal.change, other=other)
    proposal.outcome = queries.figures_of(resting)
    proposal.save(update_fields=["outcome"])
    values: dict[str, Any] = {"kind": proposal.kind, "item": item, "reason": proposal.reason, "actor": actor, "at": at}
    try:
        if proposal.change == Proposal.Change.MERGE:
            merge_items(into=other, **values)
        else:
            retire_item(replaced_by=other, **values)
    except Refused as refusal:
        texts = [str(text) for each in refusal.fields.values() for text in each]
        raise Refused(" ".join(texts) or str(refusal), field="comment") from refusal


@transaction.atomic
def send_proposal_back(*, proposal_id: UUID | str, comment: str, actor: "User", at: datetime) -> None:
    """A reviewer's no, with its reason: the item stays. Publishes ProposalReturned."""
    proposal = _move(proposal_id, Proposal.OPEN, State.RETURNED, at)
    _note(proposal, ReviewDecision.Action.RETURNED, comment, actor, at)
    _publish(facts.ProposalReturned(**_named(proposal)), proposal, actor, at)


@transaction.atomic
def drop_proposal(*, proposal_id: UUID | str, actor: "User", at: datetime) -> None:
    """The author took it back."""
    proposal = _move(proposal_id, Proposal.OPEN, State.WITHDRAWN, at)
    _note(proposal, ReviewDecision.Action.WITHDRAWN, "", actor, at)


def _move(proposal_id: UUID | str, before: tuple[str, ...], after: str, at: datetime) -> Proposal:
    """Compare and set: of two decisions at the same moment one finds nothing to move."""
    proposal = queries.proposal_by_id(proposal_id)
    if not Proposal.objects.filter(pk=proposal.pk, state__in=before).update(state=after, changed_at=at):
        raise Conflict(_("This has already been decided."))
    proposal.state, proposal.changed_at = after, at
    return proposal


def _note(proposal: Proposal, action: str, comment: str, actor: "User", at: datetime) -> None:
    details = {"proposal": str(proposal.public_id), "change": proposal.change}
    about(
        kind=proposal.kind,
        item_id=proposal.item_id,
        action=action,
        comment=comment,
        details=details,
        actor=actor,
        at=at,
    )


def _named(proposal: Proposal) -> dict[str, str]:
    item = {"item_kind": proposal.kind, "item": str(proposal.item_id)}
    return {"proposal": str(proposal.public_id), "change": proposal.change, **item}


def _publish(fact: Any, proposal: Proposal, actor: "User", at: datetime) -> None:
    publish(fact, organisation=proposal.organisation, actor=actor, subject=proposal, at=at)


def _titles(kind: str, change: str, item: Any, other: Any) -> dict[str, str]:
    """What the request is called, in every language."""
    field, titles = kind_of(kind).title_field, {}
    for language in LANGUAGES:
        with override(language):
            names = {"name": item.in_language(field), "other": other.in_language(field) if other is not None else ""}
            if change == Proposal.Change.MERGE:
                titles[language] = gettext("Merge ‘%(name)s’ into ‘%(other)s’") % names
            elif other is not None:
                titles[language] = gettext("Retire ‘%(name)s’ in favour of ‘%(other)s’") % names
            else:
                titles[language] = gettext("Retire ‘%(name)s’") % names
    return titles
