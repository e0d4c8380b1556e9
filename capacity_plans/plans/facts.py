"""What happens to plans. Every id is a public id."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanDrafted(Fact, kind="capacity_plans.PlanDrafted"):
    """A plan was begun for a financial year."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Fact, kind="capacity_plans.PlanChanged"):
    """A version in the making got other words; `fields` names them."""

    plan: str
    version: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanItemAdded(Fact, kind="capacity_plans.PlanItemAdded"):
    """A version in the making asks for one course more."""

    plan: str
    version: str
    item: str
    course: str


@dataclass(frozen=True, kw_only=True)
class PlanItemChanged(Fact, kind="capacity_plans.PlanItemChanged"):
    """An item of a version in the making was changed; `fields` names what."""

    plan: str
    version: str
    item: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanItemRemoved(Fact, kind="capacity_plans.PlanItemRemoved"):
    """A version in the making asks for one course less."""

    plan: str
    version: str
    item: str


@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Fact, kind="capacity_plans.PlanSubmitted"):
    """A version was given to the Commission for review."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanTakenBack(Fact, kind="capacity_plans.PlanTakenBack"):
    """A version that was submitted or approved is a draft again."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanReturned(Fact, kind="capacity_plans.PlanReturned"):
    """The reviewer asked for changes."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanApproved(Fact, kind="capacity_plans.PlanApproved"):
    """The reviewer agreed."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanPublished(Fact, kind="capacity_plans.PlanPublished"):
    """The leader put the version into force."""

    plan: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanAmendmentBegun(Fact, kind="capacity_plans.PlanAmendmentBegun"):
    """A new version of a published plan was begun."""

    plan: str
    version: str
