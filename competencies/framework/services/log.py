"""The log of decisions: who decided what about an item, when and why."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from competencies.framework.models import ReviewDecision, Revision

if TYPE_CHECKING:
    from igot.accounts.models import User


def decide(*, revision: Revision, action: str, comment: str = "", actor: "User | None", at: datetime) -> None:
    """Write down a step of a wording."""
    about(
        kind=revision.kind,
        item_id=revision.item_id,
        action=action,
        revision=revision,
        comment=comment,
        actor=actor,
        at=at,
    )


def about(
    *,
    kind: str,
    item_id: UUID,
    action: str,
    revision: Revision | None = None,
    comment: str = "",
    details: dict[str, Any] | None = None,
    actor: "User | None",
    at: datetime,
) -> None:
    """Write down a decision about an item."""
    ReviewDecision.objects.create(
        kind=kind,
        item_id=item_id,
        revision=revision,
        action=action,
        comment=comment,
        details={"version": revision.version, **(details or {})} if revision is not None else details or {},
        decided_by=actor,
        decided_at=at,
    )
