"""Who may see and write an organisation's question bank."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.bank.models import Question
from igot.accounts.access import Role, may
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
