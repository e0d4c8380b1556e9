"""What happens to the vocabulary."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FrameworkImported(Fact, kind="competencies.FrameworkImported"):
    """Scales, tree and competencies were taken in; counts of what was new."""

    nodes: int
    competencies: int
    aliases: int
