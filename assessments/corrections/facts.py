"""What happens when a key is corrected."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(Fact, kind="assessments.CorrectionAsked"):
    """Somebody asked that the key of a question be corrected for all who were marked by it."""

    correction: str
    version: str


@dataclass(frozen=True, kw_only=True)
class CorrectionApplied(Fact, kind="assessments.CorrectionApplied"):
    """A correction is in force: attempts are marked by it from now on, and those marked before are marked again."""

    correction: str
    version: str


@dataclass(frozen=True, kw_only=True)
class CorrectionWentOn(Fact, kind="assessments.CorrectionWentOn"):
    """Attempts up to and with this one were marked again; more follow."""

    correction: str
    after: int


@dataclass(frozen=True, kw_only=True)
class CorrectionDone(Fact, kind="assessments.CorrectionDone"):
    """Every attempt that a correction concerns was marked again."""

    correction: str
    changed: int


@dataclass(frozen=True, kw_only=True)
class AttemptCorrected(Fact, kind="assessments.AttemptCorrected"):
    """A result changed because a key was corrected. Percentages are decimal numbers as text."""

    attempt: str
    person: str
    context_kind: str
    context_id: str
    correction: str
    percent_before: str
    percent: str
    passed_before: bool
    passed: bool
