"""Read revisions, versions and decisions."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from competencies.framework.items import KINDS, ItemKind, Problems
from competencies.framework.models import ReviewDecision, Revision, Status
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere


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
