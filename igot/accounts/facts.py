"""What happens to people and their rights."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Fact, kind="accounts.PersonAdded"):
    person: str
    organisation: str | None = None


@dataclass(frozen=True, kw_only=True)
class PersonMoved(Fact, kind="accounts.PersonMoved"):
    person: str
    from_organisation: str | None
    to_organisation: str


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact, kind="accounts.PersonChanged"):
    person: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Fact, kind="accounts.PersonDeactivated"):
    person: str


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(Fact, kind="accounts.PersonReactivated"):
    person: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact, kind="accounts.RoleGranted"):
    grant: str
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class GrantEnded(Fact, kind="accounts.GrantEnded"):
    grant: str
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class ClientRegistered(Fact, kind="accounts.ClientRegistered"):
    client: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class ClientRevoked(Fact, kind="accounts.ClientRevoked"):
    client: str
