"""Who may sit an assessment on their own account: those to whom it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.offered import queries
from assessments.offered.models import OfferedAssessment
from igot.accounts.access import Role
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User

OFFERERS = (Role.CONTENT_PUBLISHER,)


def assessment_to_sit(user: User, slug: str) -> OfferedAssessment:
    """One that is open to the person; NotFound for all others."""
    found = queries.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found
