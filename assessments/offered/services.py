"""Offer papers by themselves, let people sit them, and record what a pass shows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.attempts import services as attempts
from assessments.offered import queries
from assessments.offered.facts import AssessmentClosed, AssessmentOffered
from assessments.offered.models import OfferedAssessment
from assessments.papers.queries import published_version
from competencies.evidence import services as evidence
from competencies.framework import queries as framework
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused

if TYPE_CHECKING:
    from assessments.attempts.models import Attempt
    from assessments.papers.models import Paper
    from competencies.framework.models import Competency
    from igot.accounts.models import User

SOURCE_KIND = "assessments.attempt"
State = OfferedAssessment.State


@transaction.atomic
def offer_assessment(
    *,
    paper: Paper,
    competency: Competency,
    level: int,
    summary: str,
    summary_hi: str = "",
    for_everyone: bool = True,
    seen: str | None = None,
    actor: User,
    at: datetime,
) -> OfferedAssessment:
    """Let people sit a published paper on their own account: who passes has shown the competency at the level.

    Offering it again changes how it is offered, and opens it. `seen`: the fingerprint (`queries.offer_print`) of what
    the publisher had before them; Conflict where it is another by now. Raises Refused naming `paper`, `competency`,
    `level` or `summary`; Denied where four eyes are asked for and the actor made the paper. Publishes
    AssessmentOffered.
    """
    known = OfferedAssessment.objects.select_for_update().filter(paper=paper).first()
    if seen is not None and (known is None or seen != queries.offer_print(known)):
        raise Conflict
    version = published_version(paper)
    if version is None:
        raise Refused(_("Publish the paper first."), field="paper")
    if paper.organisation.four_eyes and paper.created_by_id == actor.pk:
        raise Denied(_("Whoever made the paper does not offer it: another person looks at it first."))
    if level not in {one.number for one, _descriptor in framework.levels(competency)}:
        raise Refused(_("Choose a level of the competency's scale."), field="level")
    if not summary.strip():
        raise Refused(_("Say in a sentence or two what is examined."), field="summary")
    values: dict[str, Any] = {
        "competency_id": competency.pk,
        "level": level,
        "summary": summary.strip(),
        "translations": {"hi": {"summary": summary_hi.strip()}} if summary_hi.strip() else {},
        "for_everyone": for_everyone,
        "state": State.OPEN,
        "offered_by_id": actor.pk,
        "offered_at": at,
    }
    slug = f"{slugify(version.title)[:60].strip('-') or 'assessment'}-{paper.pk}"
    made, _new = OfferedAssessment.objects.update_or_create(
        paper=paper, defaults=values, create_defaults={**values, "organisation": paper.organisation, "slug": slug}
    )
    fact = AssessmentOffered(assessment=str(made.public_id), paper=str(paper.public_id))
    publish(fact, organisation=paper.organisation, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def close_assessment(*, assessment: OfferedAssessment, actor: User, at: datetime) -> None:
    """Nobody begins it any more; who is under way finishes, and what was shown stays. Closing it twice is closing it
    once. Publishes AssessmentClosed.
    """
    if OfferedAssessment.objects.filter(pk=assessment.pk, state=State.OPEN).update(state=State.CLOSED):
        fact = AssessmentClosed(assessment=str(assessment.public_id))
        publish(fact, organisation=assessment.organisation, actor=actor, subject=assessment, at=at)


def sit(*, assessment: OfferedAssessment, learner: User, at: datetime) -> Attempt:
    """Begin an attempt, or go on with the one under way. Raises as `attempts.services.start` does."""
    version = published_version(assessment.paper)
    if version is None:
        raise Conflict
    return attempts.start(
        learner=learner,
        version=version,
        context_kind=queries.CONTEXT,
        context_id=str(assessment.public_id),
        title=version.title,
        back_url=reverse("assessment", args=[assessment.slug]),
        at=at,
    )


@transaction.atomic
def record_passed(*, attempt: Attempt, at: datetime) -> None:
    """A marked attempt that was passed shows the competency at the level it is offered for; runs inside the transaction
    that marks it, also anew: what an earlier correction withdrew counts again.
    """
    assessment = queries.by_public_id(UUID(attempt.context_id))
    if assessment is None or not attempt.passed or attempt.learner.organisation_id is None:
        return
    evidence.record(
        learner=attempt.learner,
        competency=assessment.competency,
        level=assessment.level,
        kind="assessment",
        source_kind=SOURCE_KIND,
        source_id=attempt.public_id,
        source_title=attempt.version.in_all_languages("title"),
        occurred_at=attempt.submitted_at or at,
        at=at,
    )
    evidence.restore_from(source_kind=SOURCE_KIND, source_id=attempt.public_id, at=at)


@transaction.atomic
def withdraw_passed(*, attempt: str, at: datetime) -> int:
    """A corrected result that is no longer a pass shows nothing; returns how many pieces counted until now. One that
    another correction has made a pass again meanwhile shows what it showed.
    """
    if queries.is_pass(attempt):
        return 0
    reason = gettext("The key of a question was corrected, and the result is no longer a pass.")
    return evidence.withdraw_from(source_kind=SOURCE_KIND, source_id=attempt, reason=reason, actor=None, at=at)


@transaction.atomic
def withdraw_voided(*, attempt: Attempt, reason: str, at: datetime) -> None:
    """A voided attempt shows nothing; runs inside the transaction that voids it."""
    evidence.withdraw_from(source_kind=SOURCE_KIND, source_id=attempt.public_id, reason=reason, actor=None, at=at)
