"""What the reviewers' decisions do; the approvals call these inside the decision's transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.items import KINDS
from competencies.framework.models import ReviewDecision, Revision, Status
from competencies.framework.queries.revisions import problems, revision_by_id, versions
from competencies.framework.services.log import decide
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User

UNDER_REVIEW = (Status.SUBMITTED, Status.TECHNICALLY_VERIFIED)


@transaction.atomic
def verify(*, revision_id: UUID | str, comment: str, actor: "User", at: datetime) -> None:
    """The technical reviewer's yes."""
    revision = _move(revision_id, (Status.SUBMITTED,), Status.TECHNICALLY_VERIFIED, at)
    decide(revision=revision, action=ReviewDecision.Action.TECHNICALLY_VERIFIED, comment=comment, actor=actor, at=at)


@transaction.atomic
def put_in_force(*, revision_id: UUID | str, comment: str, actor: "User", at: datetime) -> None:
    """The Commission's yes: the wording is written into the item, and becomes its next version.

    Judged once more, since the dictionaries may have moved since it was submitted: raises Refused with what is wrong,
    Conflict when the item changed otherwise. Publishes ItemApproved.
    """
    revision = _move(revision_id, (Status.TECHNICALLY_VERIFIED,), Status.APPROVED, at)
    kind = KINDS[revision.kind]
    item = kind.items().select_for_update(of=("self",)).filter(public_id=revision.item_id).first()
    if item is not None and (item.status != Status.APPROVED or item.version != revision.version - 1):
        raise Conflict(_("The item has changed since this version was begun. Send it back, so that it is begun anew."))
    wrong = problems(revision)
    if wrong:
        raise Refused(" ".join(text for texts in wrong.values() for text in texts), field="comment")
    if item is not None:
        _keep_first_wording(revision, item, at)
    applied = kind.apply(revision, at)
    decide(revision=revision, action=ReviewDecision.Action.APPROVED, comment=comment, actor=actor, at=at)
    fact = facts.ItemApproved(item_kind=revision.kind, item=str(revision.item_id), version=revision.version)
    publish(fact, organisation=applied.organisation or revision.organisation, actor=actor, subject=applied, at=at)


@transaction.atomic
def send_back(*, revision_id: UUID | str, comment: str, actor: "User", at: datetime) -> None:
    """A reviewer's return; the comment says what to mend. Publishes RevisionReturned."""
    revision = _move(revision_id, UNDER_REVIEW, Status.RETURNED, at)
    decide(revision=revision, action=ReviewDecision.Action.RETURNED, comment=comment, actor=actor, at=at)
    fact = facts.RevisionReturned(revision=str(revision.public_id), item_kind=revision.kind, item=str(revision.item_id))
    publish(fact, organisation=revision.organisation, actor=actor, subject=revision, at=at)


@transaction.atomic
def back_to_draft(*, revision_id: UUID | str, actor: "User", at: datetime) -> None:
    """The author took it back."""
    revision = _move(revision_id, UNDER_REVIEW, Status.DRAFT, at)
    decide(revision=revision, action=ReviewDecision.Action.WITHDRAWN, actor=actor, at=at)


def _move(revision_id: UUID | str, before: tuple[str, ...], after: str, at: datetime) -> Revision:
    """Compare and set: of two decisions at the same moment one finds nothing to move."""
    revision = revision_by_id(revision_id)
    moved = {"status": after, "changed_at": at} | ({"approved_at": at} if after == Status.APPROVED else {})
    if not Revision.objects.filter(pk=revision.pk, status__in=before).update(**moved):
        raise Conflict(_("This has already been decided."))
    for name, value in moved.items():
        setattr(revision, name, value)
    return revision


def _keep_first_wording(revision: Revision, item: Any, at: datetime) -> None:
    """An item that came in by an import has no revision yet: what is replaced now is kept as one."""
    if any(kept.version == item.version for kept in versions(revision.kind, revision.item_id)):
        return
    kind = KINDS[revision.kind]
    content = kind.snapshot(item)
    Revision.objects.create(
        kind=revision.kind,
        item_id=revision.item_id,
        organisation=item.organisation or revision.organisation,
        version=item.version,
        title=kind.title(content),
        content=content,
        status=Status.APPROVED,
        origin="import",
        created_at=at,
        changed_at=at,
    )
