"""Read revisions, versions and decisions."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from competencies.framework.items import KINDS, ItemKind, Problems
from competencies.framework.models import ReviewDecision, Revision, Status
from igot.approvals import queries as approvals
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request
    from igot.organisations.models import Organisation

APPROVAL = "competencies.revision"


def kind_of(name: str) -> ItemKind:
    """A dictionary by its name. Raises NotFound."""
    if name not in KINDS:
        raise NotFound()
    return KINDS[name]


def item(kind: str, public_id: UUID | str) -> Any:
    """An item that is or was in force: what rests on it stays readable. Raises NotFound."""
    readable = kind_of(kind).items().filter(status__in=[Status.APPROVED, Status.RETIRED], public_id=public_id)
    found = readable.select_related("organisation", "replaced_by").first()
    if found is None:
        raise NotFound()
    return found


def in_force(kind: str, public_id: UUID | str) -> Any:
    """The item as it stands, or None while there is none yet."""
    return KINDS[kind].items().filter(public_id=public_id).select_related("organisation").first()


def revision_by_id(public_id: UUID | str) -> Revision:
    """A revision for the approvals and for workers, wherever it lies. Raises NotFound."""
    with everywhere():
        found = Revision.objects.select_related("organisation", "author").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def revisions_of(organisation_path: str) -> QuerySet[Revision]:
    """The revisions of a subtree, those last touched first. Needs an open scope."""
    found = Revision.objects.filter(organisation__path__startswith=organisation_path)
    return found.select_related("organisation", "author").order_by("-changed_at", "-pk")


def open_revision(kind: str, item_id: UUID | str) -> Revision | None:
    """The one wording of an item that is on its way, whoever works on it."""
    with everywhere():
        found = Revision.objects.filter(kind=kind, item_id=item_id, status__in=Revision.OPEN)
        return found.select_related("organisation", "author").first()


def versions(kind: str, item_id: UUID | str) -> list[Revision]:
    """The wordings that were approved, the newest first: everybody may read what is or was in force."""
    with everywhere():
        found = Revision.objects.filter(kind=kind, item_id=item_id, status=Status.APPROVED)
        return list(found.select_related("organisation", "author").order_by("-version"))


def decisions_about(kind: str, item_id: UUID | str) -> QuerySet[ReviewDecision]:
    """The log of an item, the newest first."""
    found = ReviewDecision.objects.filter(kind=kind, item_id=item_id)
    return found.select_related("decided_by").order_by("-decided_at", "-pk")


def problems(revision: Revision) -> Problems:
    """What is still wrong with a wording, by field; empty when it can be submitted."""
    kind = kind_of(revision.kind)
    return kind.check(revision.content, revision.organisation, in_force(revision.kind, revision.item_id))


def under_way(organisation: "Organisation", *, text: str = "", status: str = "", kind: str = "") -> QuerySet[Revision]:
    """Wordings that come from a subtree, narrowed by words of their title or code, by state (empty: those on their
    way; `all`: every one) and by dictionary. Needs an open scope.
    """
    found = revisions_of(organisation.path)
    if status in Status.values:
        found = found.filter(status=status)
    elif status != "all":
        found = found.filter(status__in=Revision.OPEN)
    if kind in KINDS:
        found = found.filter(kind=kind)
    for word in text.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(content__code__iexact=word))
    return found


def counts_by_status(organisation: "Organisation") -> dict[str, int]:
    """How many wordings of a subtree are in each state. Needs an open scope."""
    rows = revisions_of(organisation.path).order_by().values("status").annotate(number=Count("pk"))
    return {row["status"]: row["number"] for row in rows}


def mine(organisation: "Organisation", author: "User") -> list[Revision]:
    """What an author has to finish: drafts, and what came back. Needs an open scope."""
    found = revisions_of(organisation.path).filter(author=author, status__in=[Status.DRAFT, Status.RETURNED])
    return list(found.order_by("-status", "-changed_at")[:50])


def waiting_for(organisation: "Organisation", reviewer: "User", at: datetime) -> "list[tuple[Request, Revision]]":
    """What a reviewer may decide now, with the request to decide it by. Needs an open scope."""
    requests = [
        request
        for request in approvals.waiting_for(reviewer, at).filter(kind=APPROVAL)[:200]
        if request.organisation.path.startswith(organisation.path)
    ]
    found = revisions_of(organisation.path).filter(public_id__in=[request.subject_id for request in requests])
    by_id = {revision.public_id: revision for revision in found}
    return [(request, by_id[request.subject_id]) for request in requests if request.subject_id in by_id]


def pending_request(revision: Revision) -> "Request | None":
    """The request by which a wording is decided, while it is."""
    found = next((each for each in approvals.history(APPROVAL, revision.public_id) if each.state == "pending"), None)
    return approvals.request(found.public_id) if found is not None else None


def last_return(revision: Revision) -> ReviewDecision | None:
    """Why it came back."""
    return revision.decisions.filter(action=ReviewDecision.Action.RETURNED).select_related("decided_by").first()
