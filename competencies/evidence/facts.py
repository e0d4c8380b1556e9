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
