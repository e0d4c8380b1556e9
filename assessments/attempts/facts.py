"""What happens in attempts."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AttemptStarted(Fact, kind="assessments.AttemptStarted"):
    """A person began an attempt."""

    attempt: str
    person: str
    context_kind: str
    context_id: str


@dataclass(frozen=True, kw_only=True)
class AttemptGraded(Fact, kind="assessments.AttemptGraded"):
    """An attempt was marked and its result released. `percent` is a decimal number as text."""

    attempt: str
    person: str
    context_kind: str
    context_id: str
    passed: bool
    percent: str
