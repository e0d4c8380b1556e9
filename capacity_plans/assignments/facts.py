"""What happens to assignments. Every id is a public id; bulk verbs announce one fact per batch."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanBatchAssigned(Fact, kind="capacity_plans.PlanBatchAssigned"):
    """A batch of people (row ids above `settled`, up to `after`) was assigned the items of a version; the next
    begins there.
    """

    plan: str
    version: str
    people: int
    settled: int
    after: int


@dataclass(frozen=True, kw_only=True)
class PlanMaterialised(Fact, kind="capacity_plans.PlanMaterialised"):
    """Everyone whom the version asks has their assignments, and what it no longer asks has lapsed."""

    plan: str
    version: str
    people: int
    lapsed: int


@dataclass(frozen=True, kw_only=True)
class PersonReassigned(Fact, kind="capacity_plans.PersonReassigned"):
    """One person joined, moved or changed, and with it what a plan asks of them."""

    plan: str
    person: str
    assigned: int
    lapsed: int


@dataclass(frozen=True, kw_only=True)
class PeopleReassigned(Fact, kind="capacity_plans.PeopleReassigned"):
    """Several people joined at once, and a plan asks things of them."""

    plan: str
    people: list[str]
    assigned: int


@dataclass(frozen=True, kw_only=True)
class AssignmentStarted(Fact, kind="capacity_plans.AssignmentStarted"):
    """The person began (or gave up) the course they are asked to take."""

    assignment: str
    person: str
    plan: str


@dataclass(frozen=True, kw_only=True)
class AssignmentMet(Fact, kind="capacity_plans.AssignmentMet"):
    """The person has done what was asked."""

    assignment: str
    person: str
    plan: str
