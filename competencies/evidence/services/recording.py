"""Record evidence, and withdraw it with its consequences, and only those."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.evidence import facts
from competencies.evidence.models import Attainment, Evidence, Withdrawal
from competencies.evidence.rules import worth
from competencies.framework import queries as framework
from igot.journal.services import publish
from igot.kernel.errors import Refused

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User

# Evidence that was carried over by a crosswalk rests on the piece it was made from.
CARRIED = "competencies.migration"


@transaction.atomic
def record(
    *,
    learner: "User",
    competency: "Competency",
    level: int,
    kind: str,
    source_kind: str,
    source_id: UUID,
    source_title: str | Mapping[str, str],
    occurred_at: datetime,
    valid_until: datetime | None = None,
    rater: "User | None" = None,
    at: datetime,
) -> Evidence | None:
    """Note what a learner has shown, and mark the level stale; None when this source was noted before.

    For a competency that another has replaced it is noted for that one: at its level where both are measured on one
    scale, else at the level that the crosswalk of the two names for what it supports.

    `source_*` say what it rests on (a completion, an attempt; the title in English, or by language), `rater` who
    attested it. The organisation is the learner's of now. Raises Refused for somebody without an organisation or a
    level below 1. Publishes EvidenceRecorded.
    """
    if learner.organisation_id is None:
        raise Refused(_("This person serves in no organisation, so the evidence belongs nowhere."), field="learner")
    if level < 1:
        raise Refused(_("A level is 1 or more."), field="level")
    counts, there = framework.counted_as(competency, worth(kind, level))
    if counts.scale_id != competency.scale_id:
        level = there
    competency = counts
    titles = {"en": source_title} if isinstance(source_title, str) else dict(source_title)
    source = {
        "learner": learner,
        "competency": competency,
        "source_kind": source_kind,
        "source_id": source_id,
        "kind": kind,
    }
    if Evidence.objects.filter(**source).exists():
        return None
    try:
        with transaction.atomic():
            made = Evidence.objects.create(
                **source,
                organisation_id=learner.organisation_id,
                organisation_at_id=learner.organisation_id,
                level=level,
                source_title=titles.pop("en")[:300],
                source_titles={language: title[:300] for language, title in titles.items() if title},
                rater=rater,
                occurred_at=occurred_at,
                valid_until=valid_until,
            )
    except IntegrityError:
        return None
    mark_stale(learner_id=learner.pk, competency_id=competency.pk, organisation_id=learner.organisation_id)
    fact = facts.EvidenceRecorded(
        evidence=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=learner.organisation, actor=rater or learner, subject=made, at=at)
    return made


@transaction.atomic
def withdraw(*, evidence: Evidence, reason: str, actor: "User | None", at: datetime) -> Withdrawal:
    """Say that evidence no longer counts, and why; a second withdrawal changes nothing. Publishes EvidenceWithdrawn.

    `actor`: who decided that about this piece; None where it follows from its source, which may hold again one day
    (`restore_from`).

    What a crosswalk made of it for another competency goes with it.
    """
    if not reason.strip():
        raise Refused(_("Write why this no longer counts."), field="reason")
    made, new = Withdrawal.objects.get_or_create(
        evidence=evidence, defaults={"reason": reason.strip(), "withdrawn_by": actor, "withdrawn_at": at}
    )
    if new:
        mark_stale(
            learner_id=evidence.learner_id,
            competency_id=evidence.competency_id,
            organisation_id=evidence.organisation_id,
        )
        fact = facts.EvidenceWithdrawn(
            evidence=str(evidence.public_id),
            person=str(evidence.learner.public_id),
            competency=str(evidence.competency.public_id),
        )
        publish(fact, organisation=evidence.organisation, actor=actor, subject=evidence, at=at)
        withdraw_from(source_kind=CARRIED, source_id=evidence.public_id, reason=reason, actor=actor, at=at)
    return made


@transaction.atomic
def withdraw_from(
    *, source_kind: str, source_id: UUID | str, kind: str = "", reason: str, actor: "User | None", at: datetime
) -> int:
    """Withdraw everything that rests on one source, such as a completion whose certificate was revoked; with `kind`
    only what is of that kind.

    Returns how many pieces counted until now; a second call finds none. Publishes EvidenceWithdrawn for each.
    """
    resting = Evidence.objects.filter(source_kind=source_kind, source_id=source_id, withdrawal=None)
    if kind:
        resting = resting.filter(kind=kind)
    found = list(resting.select_related("learner", "competency", "organisation").order_by("pk"))
    for piece in found:
        withdraw(evidence=piece, reason=reason, actor=actor, at=at)
    return len(found)


def mark_stale(*, learner_id: int, competency_id: int, organisation_id: int) -> None:
    """Say that a level has to be counted again, and make its row where there is none. Runs in the caller's
    transaction."""
    Attainment.objects.bulk_create(
        [Attainment(learner_id=learner_id, competency_id=competency_id, organisation_id=organisation_id, stale=True)],
        ignore_conflicts=True,
    )
    Attainment.objects.filter(learner=learner_id, competency=competency_id).update(stale=True)
