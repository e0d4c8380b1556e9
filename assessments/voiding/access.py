"""Who may void attempts: those who administer the organisation in which the learner serves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.voiding.queries import attempts_in
from igot.accounts.access import Role
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from assessments.attempts.models import Attempt
    from igot.organisations.models import Organisation

ADMINISTRATORS = (Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN)


def attempt_to_void(organisation: Organisation, public_id: UUID) -> Attempt:
    """An attempt of somebody who serves in the subtree. Its own door was opened before. Raises NotFound."""
    found = attempts_in(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
