"""Whose attempts one may open: one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.attempts.models import Attempt
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User


def attempt_to_take(user: User, public_id: UUID) -> Attempt:
    """The person's own attempt, open or not; everybody else gets NotFound."""
    own = Attempt.objects.select_related("version", "learner", "organisation")
    found = own.filter(public_id=public_id, learner=user).exclude(state=Attempt.State.VOIDED).first()
    if found is None:
        raise NotFound
    return found
