"""Who may sit an assessment on their own account: those to whom it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from assessments.offered import queries
from assessments.offered.models import OfferedAssessment
from igot.accounts.access import Role, client_of, organisation_for_api
from igot.kernel.errors import Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

OFFERERS = (Role.CONTENT_PUBLISHER,)


def assessment_to_sit(user: User, slug: str) -> OfferedAssessment:
    """One that is open to the person; NotFound for all others."""
    found = queries.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def assessments_to_read(request: Any, *, text: str = "", competency: UUID | None = None) -> QuerySet[OfferedAssessment]:
    """What an API call finds: what the person may sit, or what is open in the organisation a token stands for. Raises
    Denied for a token without `catalogue:read`.
    """
    client = client_of(request)
    if client is None:
        return queries.visible_to(request.user, text=text, competency=competency)
    if not request.auth.allow_scopes(["catalogue:read"]) or client.organisation is None:
        raise Denied
    return queries.matching(queries.visible_in(client.organisation), text, competency)


def organisation_to_offer(request: Any, public_id: UUID) -> Organisation:
    """The organisation in which a publisher offers a paper. No token carries the scope: people do this."""
    return organisation_for_api(request, public_id, scopes=("assessments:write",), roles=OFFERERS)
