"""Whose attempts one may open: one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.attempts import store
from assessments.attempts.models import Attempt
from assessments.attempts.queries import Standing
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User


def attempt_to_take(user: User, public_id: UUID) -> Attempt:
    """The person's own attempt, open or not, voided or not; everybody else gets NotFound."""
    found = store.own(learner=user.pk, attempt=public_id)
    if found is None:
        raise NotFound
    found.learner = user
    return found


def attempts_beside(user: User, public_id: UUID) -> Standing:
    """The person's own attempt with all others in its context, in one statement; everybody else gets NotFound."""
    found = Standing(store.with_others(learner=user.pk, attempt=public_id))
    if not found.everything:
        raise NotFound
    return found
