"""Recount the level that evidence supports, let it follow a person, and say when it rises or ends."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
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
from competencies.framework import queries as framework
from igot.accounts import queries as accounts
from igot.journal.facts import Told
from igot.journal.services import publish_many
from igot.kernel.clock import day_in_india
from igot.notifications.services import Telling, tell, tell_each

if TYPE_CHECKING:
    from django.db.models import QuerySet


# Days before a level ends on which its holder is told, the later one last.
NOTICE_DAYS = (60, 15)


# A person and a competency, by their keys.
Pair = tuple[int, int]


@transaction.atomic
def settle(*, learner_id: int, competency_id: int, at: datetime) -> Attainment | None:
    """Recount the level a person holds in a competency from all their evidence; None where there is no evidence.

    May run late, twice and in any order: a call that comes late never counts as of a moment before the last count, or
    what expired in between would count again. The mark is cleared before counting. Publishes LevelSettled when the
    level changed.
    """
    pair = (learner_id, competency_id)
    return settle_many(wanted={pair: at}).get(pair)


@transaction.atomic
def settle_many(*, wanted: Mapping[Pair, datetime]) -> dict[Pair, Attainment]:
    """The same for many people and competencies at once, each as of its moment; those without evidence are left out.
    The number of statements does not depend on how many there are.
    """
    places = {pair: row.organisation_id for pair, row in _of(Evidence.objects.order_by("pk"), wanted)}
    # Locked first and read afterwards, in one order: of two recounts the later one sees what the earlier one saw.
    _keep([Attainment(learner_id=who, competency_id=what, organisation_id=places[who, what], stale=True)
           for who, what in sorted(places)], ["stale"])  # fmt: skip
    shown: dict[Pair, list[Shown]] = defaultdict(list)
    for pair, row in _of(Evidence.objects.select_related("withdrawal"), places):
        shown[pair].append(_shown(row))
    held = dict(_of(Attainment.objects.select_related("learner", "competency", "organisation"), places))
    before = {pair: row.level for pair, row in held.items()}
    for pair, row in held.items():
        row.settled_at = max(wanted[pair], row.settled_at or wanted[pair])
        verdict = settle_level(shown[pair], at=row.settled_at)
        row.level, row.since, row.valid_until = verdict.level, verdict.since, verdict.valid_until
        row.explanation, row.stale = verdict.explanation, False
    _keep(held.values(), ["level", "since", "valid_until", "explanation", "settled_at", "stale"])
    _publish([(before[pair], row) for pair, row in held.items() if row.level != before[pair]])
    return held


def _of(rows: "QuerySet[Any]", pairs: Collection[Pair]) -> Iterator[tuple[Pair, Any]]:
    """The rows of these people's competencies, each with its pair."""
    people, competencies = {who for who, _what in pairs}, {what for _who, what in pairs}
    for row in rows.filter(learner__in=people, competency__in=competencies):
        if (row.learner_id, row.competency_id) in pairs:
            yield (row.learner_id, row.competency_id), row


def _keep(rows: Iterable[Attainment], fields: list[str]) -> None:
    """Write these fields of levels, those that are new with all."""
    kept = [Attainment(**{f.attname: getattr(row, f.attname) for f in Attainment._meta.fields if f.name != "id"})
            for row in rows]  # fmt: skip
    Attainment.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["learner", "competency"], update_fields=fields
    )


def _publish(changed: list[tuple[int, Attainment]]) -> None:
    told = [
        Told(
            fact=facts.LevelSettled(
                person=str(row.learner.public_id),
                competency=str(row.competency.public_id),
                before=before,
                level=row.level,
            ),
            organisation=row.organisation,
            actor=None,
        )
        for before, row in changed
    ]
    if told:
        publish_many(told=told, at=max(row.settled_at for _before, row in changed if row.settled_at))


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
def settle_for(*, told: Iterable[tuple[str, str, datetime]]) -> None:
    """The same for people and competencies by public ids, as facts name them. Of each the latest moment counts."""
    named = list(told)
    people = accounts.keys_of(person for person, _competency, _at in named)
    competencies = framework.competencies_named(competency for _person, competency, _at in named)
    wanted: dict[Pair, datetime] = {}
    for person, competency, at in named:
        pair = (people[person], competencies[competency].pk)
        wanted[pair] = max(at, wanted.get(pair, at))
    settle_many(wanted=wanted)


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
def tell_of_levels(*, settled: Iterable[facts.LevelSettled], at: datetime) -> None:
    """Tell people that they have risen to a level."""
    risen = [fact for fact in settled if fact.level > fact.before]
    people = accounts.keys_of(fact.person for fact in risen)
    competencies = framework.competencies_named(fact.competency for fact in risen)
    tellings = [
        Telling(
            person=people[fact.person],
            key=f"{what.code}:{fact.level}",
            values={"competency": what.in_all_languages("name"), "level": fact.level},
            link="/passbook/",
        )
        for fact, what in ((fact, competencies[fact.competency]) for fact in risen)
    ]
    tell_each(kind="competencies.level_reached", tellings=tellings, at=at)


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
            values={
                "competency": held.competency.in_all_languages("name"),
                "level": held.level,
                "day": {"day": last_day.isoformat()},
            },
            link="/passbook/",
            at=at,
        )
    return len(ending)
