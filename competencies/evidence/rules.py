"""Which level evidence supports: a pure function, the same in any order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competencies.evidence.models import Evidence

# Version 1. A declaration of one's own is shown and lifts nothing; a completed course supports levels 1 and 2; what
# an assessment or
# the supervisor confirms supports every level (docs/glossary.md: attainment).
RULE = "attainment-1"
HIGHEST = 99
SUPPORTS: dict[str, int] = {
    Evidence.Kind.SELF_DECLARED: 0,
    Evidence.Kind.COURSE: 2,
    Evidence.Kind.ATTESTED: HIGHEST,
    Evidence.Kind.ASSESSMENT: HIGHEST,
    Evidence.Kind.PROCTORED: HIGHEST,
}


@dataclass(frozen=True)
class Shown:
    """One piece of evidence, as far as the rule looks at it."""

    id: str
    kind: str
    level: int
    occurred_at: datetime
    valid_until: datetime | None = None
    withdrawn: bool = False

    def supports(self, at: datetime) -> int:
        """The level it supports now: none once withdrawn or expired, and never more than its kind may."""
        expired = self.valid_until is not None and self.valid_until < at
        return 0 if self.withdrawn or expired else min(self.level, SUPPORTS.get(self.kind, 0))


@dataclass(frozen=True)
class Verdict:
    """The level, since when it is held without a gap in its present evidence, until when, and why."""

    level: int
    since: datetime | None
    valid_until: datetime | None
    explanation: dict[str, Any]


def settle_level(shown: Iterable[Shown], *, at: datetime) -> Verdict:
    """The highest level that valid evidence of a sufficient kind supports."""
    ordered = sorted(shown, key=lambda piece: (piece.occurred_at, piece.id))
    level = max((piece.supports(at) for piece in ordered), default=0)
    bearing = [piece for piece in ordered if level and piece.supports(at) == level]
    ends = [piece.valid_until for piece in bearing]
    return Verdict(
        level=level,
        since=min((piece.occurred_at for piece in bearing), default=None),
        valid_until=None if None in ends else max((end for end in ends if end is not None), default=None),
        explanation={
            "rule": RULE,
            "level": level,
            "inputs": [
                {
                    "evidence": piece.id,
                    "kind": piece.kind,
                    "level": piece.level,
                    "supports": piece.supports(at),
                    "decides": piece in bearing,
                    "withdrawn": piece.withdrawn,
                }
                for piece in ordered
            ],
        },
    )
