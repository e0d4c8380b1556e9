"""An author's part: begin a wording, write it, submit it, take it back, let it go."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.items import Content
from competencies.framework.models import ReviewDecision, Revision, Status
from competencies.framework.queries.revisions import APPROVAL, in_force, kind_of, problems
from competencies.framework.services.log import decide
from igot.approvals import services as approvals
from igot.approvals.queries import history
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

WRITABLE = (Status.DRAFT, Status.RETURNED)


@transaction.atomic
def start_revision(
    *,
    kind: str,
    organisation: "Organisation",
    item_id: UUID | str | None = None,
    content: Content | None = None,
    reason: str = "",
    origin: str = "page",
    actor: "User",
    at: datetime,
) -> Revision:
    """Begin a new wording: of the item `item_id` (its content as it is in force), or of a new item.

    `content` replaces what would be copied. `origin` says where it comes from: page, sheet, api.
    Raises NotFound without such an item, Refused for one that is retired, Conflict while another wording of it is on
    its way.
    """
    rules = kind_of(kind)
    found = in_force(kind, item_id) if item_id is not None else None
    if found is not None and found.status != Status.APPROVED:
        raise Refused(_("This item is no longer in force. Work on the one that takes its place."), field="item")
    if content is None:
        content = rules.snapshot(found) if found is not None else rules.blank(organisation)
    try:
        with transaction.atomic():
            return Revision.objects.create(
                kind=kind,
                item_id=item_id or uuid4(),
                organisation=organisation,
                version=found.version + 1 if found is not None else 1,
                title=rules.title(content),
                content=content,
                reason=reason,
                origin=origin,
                author=actor,
                created_at=at,
                changed_at=at,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody is already working on a new version of this.")) from error


@transaction.atomic
def write(
    *, revision: Revision, content: Content, reason: str, seen: datetime | None = None, actor: "User", at: datetime
) -> Revision:
    """Keep what the author wrote; it may still be unfinished. `seen` is when the page last saw it changed.

    Raises Conflict when it was submitted or written elsewhere meanwhile, Denied for anybody but its author: whoever
    reviews it must be able to rely on who wrote it.
    """
    locked = _writable(revision, actor)
    if seen is not None and seen != locked.changed_at:
        raise Conflict(_("This was changed elsewhere meanwhile. Reload the page and look again."))
    locked.content, locked.reason, locked.changed_at = content, reason, at
    locked.title = kind_of(locked.kind).title(content)
    locked.save(update_fields=["content", "reason", "title", "changed_at"])
    return locked


@transaction.atomic
def submit(*, revision: Revision, actor: "User", at: datetime) -> Revision:
    """Ask for the technical review, and after it for the Commission's.

    Raises Refused with everything that is still wrong, by field; Conflict when it was submitted meanwhile; Denied for
    anybody but its author. Publishes RevisionSubmitted.
    """
    locked = _writable(revision, actor)
    wrong = problems(locked)
    if wrong:
        raise Refused(_("This cannot be submitted yet."), fields=wrong)
    locked.status, locked.changed_at = Status.SUBMITTED, at
    locked.save(update_fields=["status", "changed_at"])
    details = [(_("Dictionary"), kind_of(locked.kind).label), (_("Version"), str(locked.version))]
    approvals.open_request(
        kind=APPROVAL,
        subject_id=locked.public_id,
        organisation=locked.organisation,
        title=locked.title,
        titles=locked.titles,
        details=[*details, (_("Why"), locked.reason)] if locked.reason else details,
        actor=actor,
        at=at,
    )
    decide(revision=locked, action=ReviewDecision.Action.SUBMITTED, comment=locked.reason, actor=actor, at=at)
    fact = facts.RevisionSubmitted(revision=str(locked.public_id), item_kind=locked.kind, item=str(locked.item_id))
    publish(fact, organisation=locked.organisation, actor=actor, subject=locked, at=at)
    return locked


@transaction.atomic
def take_back(*, revision: Revision, actor: "User", at: datetime) -> None:
    """The author takes a submitted wording back to go on writing. Raises Conflict when it was decided meanwhile."""
    request = history(APPROVAL, revision.public_id).filter(state="pending").first()
    if request is None:
        raise Conflict(_("This has already been decided."))
    if request.requested_by_id != actor.pk:
        raise Denied(_("Only the person who asked can take a request back."))
    approvals.withdraw(request=request, actor=actor, at=at)


@transaction.atomic
def discard(*, revision: Revision, actor: "User", at: datetime) -> None:
    """Let a draft or returned wording go, so that another can be begun. What was decided about it stays in the log.

    Raises Conflict once it is submitted.
    """
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if locked.status not in WRITABLE:
        raise Conflict(_("This is under review or decided, and can no longer be let go."))
    if not locked.decisions.exists():
        locked.delete()
        return
    locked.status, locked.changed_at = Status.RETIRED, at
    locked.save(update_fields=["status", "changed_at"])
    decide(revision=locked, action=ReviewDecision.Action.WITHDRAWN, actor=actor, at=at)


def _writable(revision: Revision, actor: "User") -> Revision:
    locked = Revision.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=revision.pk)
    if locked.status not in WRITABLE:
        raise Conflict(_("This has been submitted and can be changed again when it comes back."))
    if locked.author_id != actor.pk:
        raise Denied(_("Only the person who began this wording can write and submit it."))
    return locked
