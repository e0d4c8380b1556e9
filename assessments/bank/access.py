"""Who may see and write an organisation's question bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from assessments.bank.models import Question
from igot.accounts.access import Role, may, organisation_for_api
from igot.kernel.errors import Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

WRITERS = (Role.CONTENT_CREATOR, Role.PROVIDER_ADMIN)
READERS = (*WRITERS, Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER)


def question_of(organisation: Organisation, public_id: UUID) -> Question:
    """A question of this organisation's bank. The organisation's own door was opened before."""
    found = (
        Question.objects.select_related("organisation").filter(public_id=public_id, organisation=organisation).first()
    )
    if found is None:
        raise NotFound
    return found


def may_write_here(user: User, organisation: Organisation) -> None:
    """Raises Denied for those who see the organisation's content but do not write it."""
    if not may(user, WRITERS, organisation):
        raise Denied


def bank_to_read(request: Any, public_id: UUID) -> Organisation:
    """An organisation's bank over the API: for those who make or check content there, or a token with the scope."""
    return organisation_for_api(request, public_id, scopes=("assessments:read",), roles=READERS)


def bank_to_write(request: Any, public_id: UUID) -> Organisation:
    """The same to write. No token carries the scope: questions and papers are made by people."""
    return organisation_for_api(request, public_id, scopes=("assessments:write",), roles=WRITERS)
