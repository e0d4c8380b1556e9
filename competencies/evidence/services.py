"""Record evidence, withdraw it, and recount the level it supports."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.evidence import facts, queries
from competencies.evidence.models import Attainment, Evidence, Withdrawal
from competencies.evidence.rules import Shown, settle_level
from competencies.framework import queries as framework
from igot.accounts import queries as accounts
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.notifications.services import tell

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User


@transaction.atomic
def record(
    *,
    learner: "User",
    competency: "Competency",
    level: int,
    kind: str,
    source_kind: str,
    source_id: UUID,
    source_title: str,
    occurred_at: datetime,
    valid_until: datetime | None = None,
    at: datetime,
) -> Evidence | None:
    """Note what a learner has shown, and mark the level stale; None when this source was noted before.

    `source_*` say what it rests on (a completion, an attempt). The organisation is the learner's of now. Raises Refused
    for somebody
    without an organisation or a level below 1. Publishes EvidenceRecorded.
    """
    if learner.organisation_id is None:
        raise Refused(_("This person serves in no organisation, so the evidence belongs nowhere."), field="learner")
    if level < 1:
        raise Refused(_("A level is 1 or more."), field="level")
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
                source_title=source_title[:300],
                occurred_at=occurred_at,
                valid_until=valid_until,
            )
    except IntegrityError:
        return None
    _mark_stale(learner_id=learner.pk, competency_id=competency.pk, organisation_id=learner.organisation_id)
    fact = facts.EvidenceRecorded(
        evidence=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=learner.organisation, actor=learner, subject=made, at=at)
    return made


@transaction.atomic
def withdraw(*, evidence: Evidence, reason: str, actor: "User | None", at: datetime) -> Withdrawal:
    """Say that evidence no longer counts, and why; a second withdrawal changes nothing. Publishes EvidenceWithdrawn."""
    if not reason.strip():
        raise Refused(_("Write why this no longer counts."), field="reason")
    made, new = Withdrawal.objects.get_or_create(
        evidence=evidence, defaults={"reason": reason.strip(), "withdrawn_by": actor, "withdrawn_at": at}
    )
    if new:
        _mark_stale(
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
    return made


@transaction.atomic
def withdraw_from(*, source_kind: str, source_id: UUID | str, reason: str, actor: "User | None", at: datetime) -> int:
    """Withdraw everything that rests on one source, such as a completion whose certificate was revoked.

    Returns how many pieces counted until now; a second call finds none. Publishes EvidenceWithdrawn for each.
    """
    resting = Evidence.objects.filter(source_kind=source_kind, source_id=source_id, withdrawal=None)
    found = list(resting.select_related("learner", "competency", "organisation").order_by("pk"))
    for piece in found:
        withdraw(evidence=piece, reason=reason, actor=actor, at=at)
    return len(found)


@transaction.atomic
def settle(*, learner_id: int, competency_id: int, at: datetime) -> Attainment | None:
    """Recount the level a person holds in a competency from all their evidence; None where there is no evidence.

    May run late, twice and in any order: a call that comes late never counts as of a moment before the last count, or
    what expired in between would count again. The mark is cleared before counting. Publishes LevelSettled when the
    level changed.
    """
    found = Evidence.objects.filter(learner=learner_id, competency=competency_id)
    newest = found.order_by("-pk").first()
    if newest is None:
        return None
    _mark_stale(learner_id=learner_id, competency_id=competency_id, organisation_id=newest.organisation_id)
    held = (
        Attainment.objects.select_for_update(of=("self",))
        .select_related("learner", "competency", "organisation")
        .get(learner=learner_id, competency=competency_id)
    )
    before, held.stale = held.level, False
    at = max(at, held.settled_at or at)
    verdict = settle_level(
        (
            Shown(str(row.public_id), row.kind, row.level, row.occurred_at, row.valid_until, hasattr(row, "withdrawal"))
            for row in found.select_related("withdrawal")
        ),
        at=at,
    )
    held.level, held.since, held.valid_until = verdict.level, verdict.since, verdict.valid_until
    held.explanation, held.settled_at = verdict.explanation, at
    held.save(update_fields=["level", "since", "valid_until", "explanation", "settled_at", "stale"])
    if before != held.level:
        fact = facts.LevelSettled(
            person=str(held.learner.public_id),
            competency=str(held.competency.public_id),
            before=before,
            level=held.level,
        )
        publish(fact, organisation=held.organisation, actor=None, at=at)
    return held


def settle_expired(*, at: datetime) -> int:
    """Recount the levels that rested on evidence whose validity has ended, each in its own transaction.

    Returns how many there were; a second call finds none.
    """
    ended = queries.ended_before(at)
    for learner_id, competency_id in ended:
        settle(learner_id=learner_id, competency_id=competency_id, at=at)
    return len(ended)


@transaction.atomic
def settle_for(*, person: str, competency: str, at: datetime) -> None:
    """The same, by public ids, as facts name them."""
    settle(learner_id=accounts.person(person).pk, competency_id=framework.competency(competency).pk, at=at)


@transaction.atomic
def move(*, person: str, at: datetime) -> None:
    """Let a person's evidence and levels follow them to the organisation they serve now; `organisation_at` stays."""
    user = accounts.person(person)
    if user.organisation_id is not None:
        for model in (Evidence, Attainment):
            model.objects.filter(learner=user).exclude(organisation=user.organisation_id).update(
                organisation=user.organisation_id
            )


@transaction.atomic
def tell_of_level(*, person: str, competency: str, before: int, level: int, at: datetime) -> None:
    """Tell a person that they have risen to a level."""
    if level <= before:
        return
    what = framework.competency(competency)
    names = {
        "en": what.name,
        **{language: texts["name"] for language, texts in what.translations.items() if "name" in texts},
    }
    tell(
        person=accounts.person(person),
        kind="competencies.level_reached",
        key=f"{what.code}:{level}",
        values={"competency": names, "level": level},
        link="/passbook/",
        at=at,
    )


def _mark_stale(*, learner_id: int, competency_id: int, organisation_id: int) -> None:
    Attainment.objects.bulk_create(
        [Attainment(learner_id=learner_id, competency_id=competency_id, organisation_id=organisation_id, stale=True)],
        ignore_conflicts=True,
    )
    Attainment.objects.filter(learner=learner_id, competency=competency_id).update(stale=True)
