"""What happens to papers."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PaperCreated(Fact, kind="assessments.PaperCreated"):
    """A paper was begun, as the draft of its first version."""

    paper: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PaperChanged(Fact, kind="assessments.PaperChanged"):
    """A draft's settings or questions changed."""

    paper: str
    version: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PaperPublished(Fact, kind="assessments.PaperPublished"):
    """A version of a paper can be attempted and no longer changes."""

    paper: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PaperDraftOpened(Fact, kind="assessments.PaperDraftOpened"):
    """A further version of a paper was begun."""

    paper: str
    version: str
