"""Read a passbook: what a person holds and why, what their position asks, and what lies between."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competencies.evidence.models import Attainment, Evidence
from competencies.framework.models import Competency
from competencies.positions import queries as positions
from competencies.positions.models import Position
from competencies.positions.queries import Asked
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@dataclass(frozen=True)
class Piece:
    """One piece of evidence with its withdrawal, if any."""

    evidence: Evidence
    withdrawn_reason: str


@dataclass(frozen=True)
class Holding:
    """A competency in a passbook: the level held, the evidence, and the explanation as criteria."""

    competency: Competency
    level: int
    level_name: str
    since: datetime | None
    valid_until: datetime | None
    settled_at: datetime | None
    stale: bool
    rule: str
    pieces: list[Piece]
    criteria: list[dict[str, Any]]


@dataclass(frozen=True)
class Gap:
    """What the position asks, what the person holds, and how many levels are missing, weighed by criticality."""

    asked: Asked
    held: int
    missing: int
    weight: int


def evidence(public_id: UUID | str) -> Evidence:
    """One piece of evidence within the open scope. Raises NotFound."""
    found = Evidence.objects.select_related("learner", "competency", "organisation").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def level_names(competency: Competency) -> dict[int, str]:
    """The names of the levels of a competency's scale in the reader's language."""
    return {level.number: str(level.in_language("name")) for level in competency.scale.levels.all()}


def passbook(user: "User") -> list[Holding]:
    """All competencies in which the person has evidence, highest level first."""
    attainments = (
        Attainment.objects.filter(learner=user)
        .select_related("competency__scale")
        .prefetch_related("competency__scale__levels")
        .order_by("-level", "competency__name", "pk")
    )
    pieces: dict[int, list[Piece]] = defaultdict(list)
    rows = Evidence.objects.filter(learner=user).select_related("withdrawal").order_by("-occurred_at", "-pk")
    for row in rows:
        pieces[row.competency_id].append(Piece(row, row.withdrawal.reason if hasattr(row, "withdrawal") else ""))
    return [_holding(held, pieces[held.competency_id]) for held in attainments]


def _holding(held: Attainment, pieces: list[Piece]) -> Holding:
    names = level_names(held.competency)
    return Holding(
        competency=held.competency,
        level=held.level,
        level_name=names.get(held.level, ""),
        since=held.since,
        valid_until=held.valid_until,
        settled_at=held.settled_at,
        stale=held.stale,
        rule=held.explanation.get("rule", ""),
        pieces=pieces,
        criteria=_criteria(held, pieces, names),
    )


def _criteria(held: Attainment, pieces: list[Piece], names: dict[int, str]) -> list[dict[str, Any]]:
    """The explanation in words: per piece of evidence, what it supports and why not more."""
    inputs = {entry["evidence"]: entry for entry in held.explanation.get("inputs", [])}
    criteria = []
    for piece in pieces:
        entry = inputs.get(str(piece.evidence.public_id))
        if entry is None:
            continue
        supports = entry["supports"]
        if piece.withdrawn_reason:
            text = _("Withdrawn: %(reason)s") % {"reason": piece.withdrawn_reason}
        elif not supports and entry["kind"] == Evidence.Kind.SELF_DECLARED:
            text = _("Your own declaration is shown, but lifts no level until somebody confirms it.")
        elif not supports:
            text = _("Its validity has ended.")
        elif supports < entry["level"]:
            text = _(
                "Supports level %(level)s (%(name)s): a completed course alone lifts no higher; an assessment does."
            ) % {
                "level": supports,
                "name": names.get(supports, ""),
            }
        else:
            text = _("Supports level %(level)s (%(name)s).") % {"level": supports, "name": names.get(supports, "")}
        day = date_format(localtime(piece.evidence.occurred_at), "DATE_FORMAT")
        shown = f"{piece.evidence.get_kind_display()}: {piece.evidence.source_title}, {day}"
        criteria.append({"text": text, "met": bool(entry["decides"]), "evidence": shown, "link": ""})
    return criteria


def position_of(user: "User") -> Position | None:
    """The position the person holds."""
    return positions.position_of(user)


def requirements_of(user: "User") -> list[Asked]:
    """What the person's position asks for; nothing while no position describes their designation."""
    position = positions.position_of(user)
    return positions.asked_by(position) if position is not None else []


def gaps(user: "User", requirements: list[Asked] | None = None) -> list[Gap]:
    """Every requirement of the position with what is held, the heaviest gap first, those met last."""
    asked = requirements_of(user) if requirements is None else requirements
    held = dict(Attainment.objects.filter(learner=user).values_list("competency_id", "level"))
    lines = []
    for line in asked:
        has = held.get(line.competency.pk, 0)
        missing = max(0, line.level - has)
        lines.append(Gap(line, has, missing, missing * line.criticality))
    return sorted(lines, key=lambda gap: (-gap.weight, -gap.missing, gap.asked.competency.name))


def attainments_of(organisation: "Organisation") -> QuerySet[Attainment]:
    """The levels held by the people of a subtree, in the open scope."""
    found = Attainment.objects.filter(organisation__path__startswith=organisation.path, level__gte=1)
    return found.select_related("learner", "competency", "organisation").order_by("pk")


def ended_before(at: datetime) -> list[tuple[int, int]]:
    """The (learner id, competency id) whose level rests on evidence that is valid no longer, in the open scope."""
    found = Attainment.objects.filter(level__gte=1, valid_until__lt=at).order_by("valid_until", "pk")
    return list(found.values_list("learner_id", "competency_id"))


def pairs_with_evidence() -> QuerySet[Evidence, tuple[int, int]]:
    """Every (learner id, competency id) that has evidence in the open scope."""
    return (
        Evidence.objects.order_by("learner_id", "competency_id").values_list("learner_id", "competency_id").distinct()
    )
