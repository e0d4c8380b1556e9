"""What can be read of passbooks, for callers in other rooms and apps."""

from competencies.evidence.queries.holdings import (
    Holding,
    Piece,
    attainments_of,
    ended_before,
    ending_between,
    evidence,
    holding,
    level_names,
    levels_held,
    pairs_with_evidence,
    passbook,
)
from competencies.evidence.queries.work import Gap, Work, gaps, position_of, with_offers, work_of

__all__ = [
    "Gap",
    "Holding",
    "Piece",
    "Work",
    "attainments_of",
    "ended_before",
    "ending_between",
    "evidence",
    "gaps",
    "holding",
    "level_names",
    "levels_held",
    "pairs_with_evidence",
    "passbook",
    "position_of",
    "with_offers",
    "work_of",
]
