"""What happens to the organisation tree."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationCreated(Fact, kind="organisations.OrganisationCreated"):
    organisation: str
    code: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact, kind="organisations.OrganisationChanged"):
    organisation: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class DesignationAdded(Fact, kind="organisations.DesignationAdded"):
    designation: str


@dataclass(frozen=True, kw_only=True)
class Shared(Fact, kind="organisations.Shared"):
    subject_kind: str
    subject_id: str
    with_organisation: str


@dataclass(frozen=True, kw_only=True)
class Unshared(Fact, kind="organisations.Unshared"):
    subject_kind: str
    subject_id: str
    with_organisation: str
