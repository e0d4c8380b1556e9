"""Recount the level that evidence supports, let it follow a person, and say when it rises or ends."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from competencies.evidence import facts, queries
from competencies.evidence.models import (
    Attainment,
    Claim,
    Dispute,
    Evidence,
    Rating,
    SelfAssessment,
    WorkplaceCheck,
)
from competencies.evidence.rules import Shown, settle_level
from competencies.evidence.services.recording import mark_stale
from competencies.framework import queries as framework
from igot.accounts import queries as accounts
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.notifications.services import tell

if TYPE_CHECKING:
    from competencies.framework.models import Competency

# Days before a level ends on which its holder is told, the later one last.
NOTICE_DAYS = (60, 15)


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
    mark_stale(learner_id=learner_id, competency_id=competency_id, organisation_id=newest.organisation_id)
    held = (
        Attainment.objects.select_for_update(of=("self",))
        .select_related("learner", "competency", "organisation")
        .get(learner=learner_id, competency=competency_id)
    )
    before, held.stale = held.level, False
    at = max(at, held.settled_at or at)
    verdict = settle_level((_shown(row) for row in found.select_related("withdrawal")), at=at)
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


def _shown(row: Evidence) -> Shown:
    return Shown(
        id=str(row.public_id),
        kind=row.kind,
        level=row.level,
        occurred_at=row.occurred_at,
        valid_until=row.valid_until,
        withdrawn=hasattr(row, "withdrawal"),
        rater=str(row.rater_id) if row.rater_id is not None else None,
    )


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
    if user.organisation_id is None:
        return
    for model in (Evidence, Attainment, Rating, SelfAssessment, Claim, WorkplaceCheck):
        rows: Any = model
        rows.objects.filter(learner=user).exclude(organisation=user.organisation_id).update(
            organisation=user.organisation_id
        )
    Dispute.objects.filter(evidence__learner=user).update(organisation=user.organisation_id)


@transaction.atomic
def tell_of_level(*, person: str, competency: str, before: int, level: int, at: datetime) -> None:
    """Tell a person that they have risen to a level."""
    if level <= before:
        return
    what = framework.competency(competency)
    tell(
        person=accounts.person(person),
        kind="competencies.level_reached",
        key=f"{what.code}:{level}",
        values={"competency": names_of(what), "level": level},
        link="/passbook/",
        at=at,
    )


def tell_of_endings(*, at: datetime) -> int:
    """Tell everybody whose level ends within 60, and again within 15 days; each once. Returns how many levels end soon.

    A day on which the clock stood still is made up for: what counts is how many days are left, not the day itself.
    """
    ending = queries.ending_between(at, at + timedelta(days=NOTICE_DAYS[0] + 1))
    for held in ending:
        if held.valid_until is None:
            continue
        last_day = day_in_india(held.valid_until)
        left = (last_day - day_in_india(at)).days
        notice = min((days for days in NOTICE_DAYS if left <= days), default=None)
        if notice is None:
            continue
        tell(
            person=held.learner,
            kind="competencies.level_ends",
            key=f"{held.competency.code}:{last_day.isoformat()}:{notice}",
            values={"competency": names_of(held.competency), "level": held.level, "day": {"day": last_day.isoformat()}},
            link="/passbook/",
            at=at,
        )
    return len(ending)


def names_of(competency: "Competency") -> dict[str, str]:
    """A competency's name in every language it is known in, for notices."""
    return {
        "en": competency.name,
        **{language: texts["name"] for language, texts in competency.translations.items() if "name" in texts},
    }
