"""Void a single attempt: power failed, somebody helped. It stays readable and counts no more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.attempts import store
from assessments.attempts.contexts import after_voiding
from assessments.attempts.models import Attempt
from assessments.voiding.facts import AttemptVoided
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, NotFound, Refused
from igot.kernel.tenancy import everywhere
from igot.notifications.services import tell

if TYPE_CHECKING:
    from igot.accounts.models import User

LONGEST_REASON = 500


@transaction.atomic
def void_attempt(*, attempt: Attempt, reason: str, grant_another: bool, actor: User, at: datetime) -> Attempt:
    """Declare that an attempt, under way or marked, counts no longer; its learner is told the reason.

    `grant_another`: it does not use up one of the attempts the paper allows. What followed from its result is taken
    back in the same transaction by whoever registered its context: evidence, and a part of a course that is not
    complete. A completion and its certificate stay until the certificate is revoked.

    Raises Refused (`reason`), Denied for one's own attempt, Conflict when it is voided already. Publishes
    AttemptVoided.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason; the learner reads it."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason in at most %(most)s characters.") % {"most": LONGEST_REASON}, field="reason")
    locked = store.lock(learner=attempt.learner_id, attempt=attempt.public_id)
    if locked is None:
        raise NotFound
    if locked.learner_id == actor.pk:
        raise Denied(_("Nobody voids an attempt of their own: ask another administrator."))
    if locked.state == Attempt.State.VOIDED:
        raise Conflict(_("This attempt was voided already."))
    passed = bool(locked.passed)
    told = {"at": at.isoformat(), "reason": reason, "granted": grant_another}
    locked.state, locked.result = Attempt.State.VOIDED, {**locked.result, "voided": told}
    locked.save(update_fields=["state", "result"])
    publish(
        AttemptVoided(
            attempt=str(locked.public_id), person=str(locked.learner.public_id), context_kind=locked.context_kind,
            context_id=locked.context_id, passed=passed, granted=grant_another,
        ),
        organisation=locked.organisation, actor=actor, subject=locked, at=at,
    )  # fmt: skip
    with everywhere():  # what rests on it may still lie where the learner served before a transfer
        after_voiding(attempt=locked, reason=reason, at=at)
    titles = {"en": locked.version.title, "hi": str(locked.version.in_language("title", "hi"))}
    tell(
        person=locked.learner,
        kind="assessments.attempt_voided",
        key=str(locked.public_id),
        values={"title": titles, "reason": reason},
        link=f"/attempts/{locked.public_id}/result/",
        at=at,
    )
    return locked
