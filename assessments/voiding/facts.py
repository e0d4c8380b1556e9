"""What happens when an attempt is voided."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AttemptVoided(Fact, kind="assessments.AttemptVoided"):
    """An attempt counts no longer. `passed`: it was a pass until now; `granted`: it leaves its place to another."""

    attempt: str
    person: str
    context_kind: str
    context_id: str
    passed: bool
    granted: bool
