"""What can be read of passbooks, for callers in other rooms and apps."""

from competencies.evidence.queries.checks import around, check, checks_due, checks_of, invitation_of, waiting_for_answer
from competencies.evidence.queries.claims import claim, claims_in, claims_of, verifiers_of
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
from competencies.evidence.queries.migrations import links, migration, migrations_in
from competencies.evidence.queries.ratings import (
    deciders_of,
    dispute,
    disputes_in,
    rating,
    ratings_of,
    self_assessments,
)
from competencies.evidence.queries.work import Gap, Work, gaps, position_of, with_offers, work_mark, work_of

__all__ = [
    "Gap",
    "Holding",
    "Piece",
    "Work",
    "around",
    "attainments_of",
    "check",
    "checks_due",
    "checks_of",
    "claim",
    "claims_in",
    "claims_of",
    "deciders_of",
    "dispute",
    "disputes_in",
    "ended_before",
    "ending_between",
    "evidence",
    "gaps",
    "holding",
    "invitation_of",
    "level_names",
    "levels_held",
    "links",
    "migration",
    "migrations_in",
    "pairs_with_evidence",
    "passbook",
    "position_of",
    "rating",
    "ratings_of",
    "self_assessments",
    "verifiers_of",
    "waiting_for_answer",
    "with_offers",
    "work_mark",
    "work_of",
]
