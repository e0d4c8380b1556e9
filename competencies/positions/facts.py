"""What happens to positions, to what they ask for, and to work orders."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RequirementsChanged(Fact, kind="competencies.RequirementsChanged"):
    """What a position, a role or a person is asked for has changed; public ids, the ones that do not apply are empty.

    `organisation`: only in this organisation and below it; empty: everywhere.
    """

    position: str = ""
    role: str = ""
    person: str = ""
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkOrderPublished(Fact, kind="competencies.WorkOrderPublished"):
    """An order is in force: from `effective_on` its persons are asked for what it says, and no longer for what the
    order before it said. `queries.persons_touched` names them.
    """

    order: str
    previous: str = ""
    effective_on: str
    people: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderArchived(Fact, kind="competencies.WorkOrderArchived"):
    """An order ended without another in its place."""

    order: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderDrawn(Fact, kind="competencies.WorkOrderDrawn"):
    """The PDF of an order in one language was drawn."""

    order: str
    language: str
