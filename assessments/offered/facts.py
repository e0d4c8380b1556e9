"""What happens to assessments that stand by themselves."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AssessmentOffered(Fact, kind="assessments.AssessmentOffered"):
    """People can sit an assessment on their own account."""

    assessment: str
    paper: str


@dataclass(frozen=True, kw_only=True)
class AssessmentClosed(Fact, kind="assessments.AssessmentClosed"):
    """An assessment can no longer be begun on one's own account."""

    assessment: str
