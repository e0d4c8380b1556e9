"""What a person holds, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competencies.evidence.models import Attainment, Dispute, Evidence
from competencies.framework.models import Competency
from igot.kernel.errors import NotFound
from igot.kernel.statements import Statement
from igot.kernel.tenancy import path_scope, required_path

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@dataclass(frozen=True)
class Piece:
    """One piece of evidence with its withdrawal, if any, and whether an objection to it is open. `carried_from` is the
    piece for another competency that it was made of, by a merge or a crosswalk.
    """

    evidence: Evidence
    withdrawn_reason: str
    disputed: bool = False
    carried_from: Evidence | None = None


@dataclass(frozen=True)
class Holding:
    """A competency in a passbook: the level held, the evidence, and the explanation as criteria."""

    competency: Competency
    level: int
    level_name: str
    # The levels of its scale, for the picture of how far this one is.
    steps: list[int]
    since: datetime | None
    valid_until: datetime | None
    settled_at: datetime | None
    stale: bool
    rule: str
    ratings: dict[str, int] | None
    pieces: list[Piece]
    criteria: list[dict[str, Any]]


def evidence(public_id: UUID | str) -> Evidence:
    """One piece of evidence within the open scope. Raises NotFound."""
    found = (
        Evidence.objects.select_related("learner", "competency", "organisation", "rater", "withdrawal")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def level_names(competency: Competency) -> dict[int, str]:
    """The names of the levels of a competency's scale in the reader's language."""
    return {level.number: str(level.in_language("name")) for level in competency.scale.levels.all()}


def levels_held(user: "User") -> dict[int, int]:
    """The level a person holds, by the competency's key."""
    return dict(_LEVELS(learner=user.pk, path=required_path()))


def _levels(learner: int, path: str) -> "QuerySet[Attainment, tuple[int, int]]":
    with path_scope(path):
        return Attainment.objects.filter(learner=learner).values_list("competency_id", "level")


_LEVELS = Statement(_levels, learner="bigint", path="text")


def passbook(user: "User") -> list[Holding]:
    """All competencies in which the person has evidence, highest level first; also those that were retired since.

    Three queries: levels, scales, evidence.
    """
    attainments = (
        Attainment.objects.filter(learner=user)
        .select_related("competency__scale", "competency__replaced_by")
        .prefetch_related("competency__scale__levels")
        .order_by("-level", "competency__name", "pk")
    )
    pieces: dict[int, list[Piece]] = defaultdict(list)
    objection = Dispute.objects.filter(evidence=OuterRef("pk"), state=Dispute.State.OPEN)
    rows = Evidence.objects.filter(learner=user).select_related("withdrawal", "competency")
    found = list(rows.annotate(disputed=Exists(objection)).order_by("-occurred_at", "-pk"))
    by_id = {row.public_id: row for row in found}
    for row in found:
        reason = row.withdrawal.reason if hasattr(row, "withdrawal") else ""
        pieces[row.competency_id].append(Piece(row, reason, row.disputed, by_id.get(row.source_id)))
    return [_holding(held, pieces[held.competency_id]) for held in attainments]


def holding(user: "User", competency: Competency) -> Holding | None:
    """The same of one competency; None while there is no evidence."""
    return next((held for held in passbook(user) if held.competency.pk == competency.pk), None)


def _holding(held: Attainment, pieces: list[Piece]) -> Holding:
    names = level_names(held.competency)
    return Holding(
        competency=held.competency,
        level=held.level,
        level_name=names.get(held.level, ""),
        steps=sorted(names),
        since=held.since,
        valid_until=held.valid_until,
        settled_at=held.settled_at,
        stale=held.stale,
        rule=held.explanation.get("rule", ""),
        ratings=held.explanation.get("ratings"),
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
        day = date_format(localtime(piece.evidence.occurred_at), "DATE_FORMAT")
        shown = ": ".join(filter(None, [piece.evidence.get_kind_display(), piece.evidence.title_here]))
        text = _reason(piece, entry, held.explanation.get("ratings"), names)
        criteria.append({"text": text, "met": bool(entry["decides"]), "evidence": f"{shown}, {day}", "link": ""})
    return criteria


def _reason(piece: Piece, entry: dict[str, Any], ratings: dict[str, int] | None, names: dict[int, str]) -> str:
    supports = entry["supports"]
    if piece.withdrawn_reason or not supports:
        return _why_nothing(piece, entry)
    words = {"level": supports, "name": names.get(supports, "")}
    if entry["kind"] == Evidence.Kind.ATTESTED and ratings is not None and ratings["number"] > 1:
        return _(
            "Attests level %(own)s. One of %(number)s ratings, from level %(lowest)s to %(highest)s: the middle one "
            "counts, of two middle ones the lower. Together they support level %(level)s (%(name)s)."
        ) % {**ratings, **words, "own": entry["level"]}
    if supports < entry["level"]:
        limits = {
            Evidence.Kind.WORKPLACE: _(
                "Supports level %(level)s (%(name)s): a workplace check lifts no higher; an assessment does."
            ),
            Evidence.Kind.COURSE: _(
                "Supports level %(level)s (%(name)s): a completed course alone lifts no higher; an assessment does."
            ),
        }
        return limits[entry["kind"]] % words
    return _("Supports level %(level)s (%(name)s).") % words


def _why_nothing(piece: Piece, entry: dict[str, Any]) -> str:
    if piece.withdrawn_reason:
        return _("Withdrawn: %(reason)s") % {"reason": piece.withdrawn_reason}
    if entry["kind"] == Evidence.Kind.SELF_DECLARED:
        return _("Your own declaration is shown, but lifts no level until somebody confirms it.")
    if entry["kind"] == Evidence.Kind.ATTESTED and not entry.get("expired"):
        return _("The same person has attested a level again later; the later word counts.")
    return _("Its validity has ended.")


def attainments_of(organisation: "Organisation") -> QuerySet[Attainment]:
    """The levels held by the people of a subtree, in the open scope."""
    found = Attainment.objects.filter(organisation__path__startswith=organisation.path, level__gte=1)
    return found.select_related("learner", "competency", "organisation").order_by("pk")


def ended_before(at: datetime) -> list[tuple[int, int]]:
    """The (learner id, competency id) whose level rests on evidence that is valid no longer, in the open scope."""
    found = Attainment.objects.filter(level__gte=1, valid_until__lt=at).order_by("valid_until", "pk")
    return list(found.values_list("learner_id", "competency_id"))


def ending_between(at: datetime, until: datetime) -> list[Attainment]:
    """The levels whose evidence ends within the time, the soonest first, in the open scope."""
    found = Attainment.objects.filter(level__gte=1, valid_until__gte=at, valid_until__lt=until)
    return list(found.select_related("learner", "competency").order_by("valid_until", "pk"))


def pairs_with_evidence() -> QuerySet[Evidence, tuple[int, int]]:
    """Every (learner id, competency id) that has evidence in the open scope."""
    return (
        Evidence.objects.order_by("learner_id", "competency_id").values_list("learner_id", "competency_id").distinct()
    )
