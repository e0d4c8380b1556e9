"""What happens in the question bank."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class QuestionAdded(Fact, kind="assessments.QuestionAdded"):
    """A question came into an organisation's bank."""

    question: str
    version: str


@dataclass(frozen=True, kw_only=True)
class QuestionRevised(Fact, kind="assessments.QuestionRevised"):
    """A question got a new version; papers keep the one they have."""

    question: str
    version: str


@dataclass(frozen=True, kw_only=True)
class QuestionArchived(Fact, kind="assessments.QuestionArchived"):
    """A question is no longer offered for new papers."""

    question: str


@dataclass(frozen=True, kw_only=True)
class QuestionRestored(Fact, kind="assessments.QuestionRestored"):
    """An archived question is offered again."""

    question: str
