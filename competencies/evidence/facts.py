"""What happens to evidence and to the levels it supports."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EvidenceRecorded(Fact, kind="competencies.EvidenceRecorded"):
    """A person has shown something."""

    evidence: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Fact, kind="competencies.EvidenceWithdrawn"):
    """Evidence no longer counts."""

    evidence: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class LevelSettled(Fact, kind="competencies.LevelSettled"):
    """A recount found another level than before."""

    person: str
    competency: str
    before: int
    level: int


@dataclass(frozen=True, kw_only=True)
class SelfAssessed(Fact, kind="competencies.SelfAssessed"):
    """A person has said of themselves what they can do."""

    assessment: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class RatingGiven(Fact, kind="competencies.RatingGiven"):
    """A supervisor or an assessor has attested a level."""

    rating: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class DisputeRaised(Fact, kind="competencies.DisputeRaised"):
    """Somebody objects to a piece of evidence."""

    dispute: str
    evidence: str
    person: str


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(Fact, kind="competencies.DisputeDecided"):
    """An assessor has upheld or rejected an objection."""

    dispute: str
    evidence: str
    person: str
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class ClaimSubmitted(Fact, kind="competencies.ClaimSubmitted"):
    """A person asks that what they learnt before be verified."""

    claim: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class ClaimVerified(Fact, kind="competencies.ClaimVerified"):
    """An assessor has found prior learning proven."""

    claim: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class ClaimReturned(Fact, kind="competencies.ClaimReturned"):
    """An assessor has sent a claim back with what is missing."""

    claim: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class CheckOpened(Fact, kind="competencies.CheckOpened"):
    """Those around a person are asked about one competency. Nothing is said of who answers, or when."""

    check: str
    person: str
    competency: str


@dataclass(frozen=True, kw_only=True)
class CheckClosed(Fact, kind="competencies.CheckClosed"):
    """A workplace check has ended: `state` is counted, too_few or cancelled."""

    check: str
    person: str
    competency: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MigrationOrdered(Fact, kind="competencies.MigrationOrdered"):
    """What people hold in one competency is to be counted for another, by the crosswalk."""

    migration: str


@dataclass(frozen=True, kw_only=True)
class HoldingsMigrated(Fact, kind="competencies.HoldingsMigrated"):
    """It has been counted; how many pieces of evidence were new."""

    migration: str
    pieces: int
