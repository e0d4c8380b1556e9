"""Which level evidence supports: a pure function, the same in any order and however often a piece is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competencies.evidence.models import Evidence

# Version 2. A declaration of one's own is shown and lifts nothing; a completed course supports levels 1 and 2, a
# workplace check up to 3; what an assessment confirms, or an assessor finds in documents, supports every level. What
# supervisors and assessors attest counts together: the newest word of each, and of those the lower median
# (docs/glossary.md: attainment).
RULE = "attainment-2"
HIGHEST = 99
SUPPORTS: dict[str, int] = {
    Evidence.Kind.SELF_DECLARED: 0,
    Evidence.Kind.WORKPLACE: 3,
    Evidence.Kind.ATTESTED: HIGHEST,
    Evidence.Kind.PRIOR: HIGHEST,
    Evidence.Kind.COURSE: 2,
    Evidence.Kind.ASSESSMENT: HIGHEST,
    Evidence.Kind.PROCTORED: HIGHEST,
}


def worth(kind: str, level: int) -> int:
    """What a piece says on its own scale: never more than its kind supports there. On another scale it counts for what
    this answers to, so that a crosswalk lifts nothing. A declaration of one's own supports nothing, and says its level.
    """
    return min(level, SUPPORTS.get(kind) or level)


@dataclass(frozen=True)
class Shown:
    """One piece of evidence, as far as the rule looks at it. `rater` is who attested it, if somebody did."""

    id: str
    kind: str
    level: int
    occurred_at: datetime
    valid_until: datetime | None = None
    withdrawn: bool = False
    rater: str | None = None

    def counts(self, at: datetime) -> bool:
        """Whether it was neither withdrawn nor has expired."""
        return not self.withdrawn and (self.valid_until is None or self.valid_until >= at)

    def supports(self, at: datetime) -> int:
        """The level it supports by itself: none once withdrawn or expired, and never more than its kind may."""
        return min(self.level, SUPPORTS.get(self.kind, 0)) if self.counts(at) else 0


@dataclass(frozen=True)
class Ratings:
    """What several raters attest together: the level they support, the newest word of each, and the spread."""

    level: int
    pieces: tuple[Shown, ...]
    since: datetime | None

    def as_json(self) -> dict[str, int]:
        """The spread, for the explanation."""
        levels = [piece.level for piece in self.pieces]
        return {"number": len(levels), "lowest": min(levels), "highest": max(levels), "level": self.level}


@dataclass(frozen=True)
class Verdict:
    """The level, since when it is held without a gap in its present evidence, until when, and why."""

    level: int
    since: datetime | None
    valid_until: datetime | None
    explanation: dict[str, Any]


def settle_level(shown: Iterable[Shown], *, at: datetime) -> Verdict:
    """The highest level that valid evidence of a sufficient kind supports."""
    pieces = {piece.id: piece for piece in shown}.values()
    ordered = sorted(pieces, key=lambda piece: (piece.occurred_at, piece.id))
    ratings = aggregate([piece for piece in ordered if piece.kind == Evidence.Kind.ATTESTED], at=at)
    alone = [piece for piece in ordered if piece.kind != Evidence.Kind.ATTESTED]
    level = max([ratings.level, *(piece.supports(at) for piece in alone)])
    bearing = [piece for piece in alone if level and piece.supports(at) == level]
    starts, ends = [piece.occurred_at for piece in bearing], [piece.valid_until for piece in bearing]
    deciding = {piece.id for piece in bearing}
    if level and ratings.level == level and ratings.since is not None:
        starts.append(ratings.since)
        ends.append(min((piece.valid_until for piece in ratings.pieces if piece.valid_until), default=None))
        deciding |= {piece.id for piece in ratings.pieces}
    explanation: dict[str, Any] = {
        "rule": RULE,
        "level": level,
        "inputs": [
            {
                "evidence": piece.id,
                "kind": piece.kind,
                "level": piece.level,
                "supports": _support(piece, ratings, at),
                "decides": piece.id in deciding,
                "withdrawn": piece.withdrawn,
                "expired": not piece.withdrawn and not piece.counts(at),
            }
            for piece in ordered
        ],
    }
    if ratings.pieces:
        explanation["ratings"] = ratings.as_json()
    return Verdict(
        level=level,
        since=min(starts, default=None),
        valid_until=None if None in ends else max((end for end in ends if end is not None), default=None),
        explanation=explanation,
    )


def aggregate(attested: Sequence[Shown], *, at: datetime) -> Ratings:
    """Put attestations together, given oldest first: of each rater the newest that was not withdrawn, unless it has
    expired; of those levels the lower median, which no single rater can lift by rating high.
    """
    newest: dict[str, Shown] = {}
    for piece in attested:
        if not piece.withdrawn:
            newest[piece.rater or piece.id] = piece
    pieces = sorted(
        (piece for piece in newest.values() if piece.counts(at)), key=lambda piece: (piece.occurred_at, piece.id)
    )
    levels = [piece.level for piece in pieces]
    level = lower_median(levels)
    since = None
    # The first moment from which, rating by rating, the level was never below what it is now.
    for number in range(len(pieces), 0, -1):
        if lower_median(levels[:number]) < level:
            break
        since = pieces[number - 1].occurred_at
    return Ratings(level, tuple(pieces), since)


def lower_median(levels: Sequence[int]) -> int:
    """The middle one, of two middle ones the lower; 0 of none."""
    return sorted(levels)[(len(levels) - 1) // 2] if levels else 0


def _support(piece: Shown, ratings: Ratings, at: datetime) -> int:
    if piece.kind != Evidence.Kind.ATTESTED:
        return piece.supports(at)
    return ratings.level if piece in ratings.pieces else 0
