"""What happens to the vocabulary."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FrameworkImported(Fact, kind="competencies.FrameworkImported"):
    """Scales, tree and competencies were taken in; counts of what was new."""

    nodes: int
    competencies: int
    aliases: int


@dataclass(frozen=True, kw_only=True)
class RevisionSubmitted(Fact, kind="competencies.RevisionSubmitted"):
    """A wording was submitted for review. `item` is the public id of the item, which may not exist yet."""

    revision: str
    item_kind: str
    item: str


@dataclass(frozen=True, kw_only=True)
class RevisionReturned(Fact, kind="competencies.RevisionReturned"):
    """A reviewer sent a wording back to its author."""

    revision: str
    item_kind: str
    item: str


@dataclass(frozen=True, kw_only=True)
class ItemApproved(Fact, kind="competencies.ItemApproved"):
    """A wording is in force: it is `version` of an item (`item_kind`: competency, role, position, resource)."""

    item_kind: str
    item: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ProposalSubmitted(Fact, kind="competencies.ProposalSubmitted"):
    """Somebody asked that an item goes out of force; `change` is retire or merge."""

    proposal: str
    item_kind: str
    item: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ProposalReturned(Fact, kind="competencies.ProposalReturned"):
    """A reviewer sent a proposal back: the item stays in force."""

    proposal: str
    item_kind: str
    item: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ItemRetired(Fact, kind="competencies.ItemRetired"):
    """An item is no longer in force; `replaced_by` is the public id of the one that takes its place, or empty."""

    item_kind: str
    item: str
    replaced_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemsMerged(Fact, kind="competencies.ItemsMerged"):
    """Two items were one: what rested on `item` rests on `into`."""

    item_kind: str
    item: str
    into: str


@dataclass(frozen=True, kw_only=True)
class ItemFollowed(Fact, kind="competencies.ItemFollowed"):
    """What rested on an item that is no longer in force follows to what took its place: a crosswalk now leads there."""

    item_kind: str
    item: str
    into: str


@dataclass(frozen=True, kw_only=True)
class FrameworkReleased(Fact, kind="competencies.FrameworkReleased"):
    """The state of the dictionaries was published under a number."""

    number: int
    changes: int


@dataclass(frozen=True, kw_only=True)
class CaseImported(Fact, kind="competencies.CaseImported"):
    """A CASE package was taken in."""

    framework: str
    new: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class ScaleAdded(Fact, kind="competencies.ScaleAdded"):
    """There is a new proficiency scale."""

    scale: str


@dataclass(frozen=True, kw_only=True)
class CrosswalkChanged(Fact, kind="competencies.CrosswalkChanged"):
    """Two scales, or two competencies, answer to each other otherwise than before; named by their codes."""

    first: str
    other: str
