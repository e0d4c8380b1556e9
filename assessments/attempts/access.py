"""Whose attempts one may open: one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from assessments.attempts import store
from assessments.attempts.models import Attempt
from assessments.attempts.queries import Standing, is_on_its_way
from igot.kernel.errors import NotFound, NotYet, Refusal

if TYPE_CHECKING:
    from igot.accounts.models import User


def missing(user: User, public_id: UUID) -> Refusal:
    """Why an attempt does not open: it is not theirs, or it is still on its way after a transfer."""
    if is_on_its_way(user, public_id):
        text = _(
            "You serve in another organisation now, and your attempts are following you there. Nothing is lost: it "
            "takes a moment, and this page asks again by itself."
        )
        return NotYet(text, code="on_its_way")
    return NotFound()


def attempt_to_take(user: User, public_id: UUID) -> Attempt:
    """The person's own attempt, open or not, voided or not; everybody else gets NotFound."""
    found = store.own(learner=user.pk, attempt=public_id)
    if found is None:
        raise missing(user, public_id)
    found.learner = user
    return found


def attempts_beside(user: User, public_id: UUID) -> Standing:
    """The person's own attempt with all others in its context, in one statement; everybody else gets NotFound."""
    found = Standing(store.with_others(learner=user.pk, attempt=public_id))
    if not found.everything:
        raise missing(user, public_id)
    return found
