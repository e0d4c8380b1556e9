"""Two ministries, a provider, the Commission, and their people."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from igot.accounts import services as accounts
from igot.accounts.models import Role, User
from igot.organisations import services as organisations
from igot.organisations.models import Designation, Organisation

PASSWORD = "correct-horse-battery-staple"


class Cast:
    """Each organisation and person is made when it is first asked for, at `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def organisation(self, parent: Organisation | None, code: str, name: str, kind: str, **more: Any) -> Organisation:
        return organisations.create_organisation(
            parent=parent, code=code, slug=code.lower(), name=name, kind=kind, actor=None, at=self.at, **more
        )

    def person(self, handle: str, organisation: Organisation | None, name: str = "", **more: Any) -> User:
        """A person with the e-mail `handle@test.example`."""
        values = {"designation": self.section_officer, **more} if organisation is not None else more
        return accounts.add_person(
            email=f"{handle}@test.example",
            name=name or handle.replace("_", " ").title(),
            organisation=organisation,
            actor=None,
            at=self.at,
            **values,
        )

    def grant(self, user: User, role: str, organisation: Organisation) -> User:
        """Give the role for a year."""
        ends = self.at + timedelta(days=3650)
        accounts.grant_role(
            user=user, role=role, organisation=organisation, starts_at=self.at, ends_at=ends, actor=None, at=self.at
        )
        return user

    # Organisations
    @cached_property
    def goi(self) -> Organisation:
        return self.organisation(None, "GOI", "Government of India", "government")

    @cached_property
    def pers(self) -> Organisation:
        return self.organisation(self.goi, "PERS", "Ministry of Personnel", "ministry")

    @cached_property
    def dopt(self) -> Organisation:
        names = {"hi": {"name": "कार्मिक और प्रशिक्षण विभाग"}}
        return self.organisation(
            self.pers, "DOPT", "Department of Personnel and Training", "department", translations=names
        )

    @cached_property
    def istm(self) -> Organisation:
        return self.organisation(self.dopt, "ISTM", "Institute of Secretariat Training and Management", "institution")

    @cached_property
    def cbc(self) -> Organisation:
        return self.organisation(self.goi, "CBC", "Capacity Building Commission", "commission")

    @cached_property
    def mof(self) -> Organisation:
        return self.organisation(self.goi, "MOF", "Ministry of Finance", "ministry")

    @cached_property
    def exp(self) -> Organisation:
        return self.organisation(self.mof, "EXP", "Department of Expenditure", "department")

    # Designations
    @cached_property
    def section_officer(self) -> Designation:
        return organisations.add_designation(name="Section Officer", group="B", actor=None, at=self.at)

    @cached_property
    def assistant(self) -> Designation:
        return organisations.add_designation(name="Assistant Section Officer", group="B", actor=None, at=self.at)

    # People of DoPT
    @cached_property
    def learner(self) -> User:
        return self.person("learner", self.dopt, "Asha Learner", name_in_hindi="आशा क्षत्रिय")

    @cached_property
    def learner2(self) -> User:
        return self.person("learner2", self.dopt, "Bhaskar Learner", designation=self.assistant)

    @cached_property
    def manager(self) -> User:
        return self.grant(self.person("manager", self.dopt), Role.PLAN_MANAGER, self.dopt)

    @cached_property
    def leader(self) -> User:
        return self.grant(self.person("leader", self.dopt), Role.ORGANISATION_LEADER, self.dopt)

    @cached_property
    def admin(self) -> User:
        return self.grant(self.person("admin", self.dopt), Role.ORGANISATION_ADMIN, self.dopt)

    @cached_property
    def auditor(self) -> User:
        return self.grant(self.person("auditor", self.dopt), Role.AUDITOR, self.dopt)

    # People of the provider
    @cached_property
    def creator(self) -> User:
        return self.grant(self.person("creator", self.istm), Role.CONTENT_CREATOR, self.istm)

    @cached_property
    def content_reviewer(self) -> User:
        return self.grant(self.person("content_reviewer", self.istm), Role.CONTENT_REVIEWER, self.istm)

    @cached_property
    def publisher(self) -> User:
        return self.grant(self.person("publisher", self.istm), Role.CONTENT_PUBLISHER, self.istm)

    # People above
    @cached_property
    def reviewer(self) -> User:
        return self.grant(self.person("reviewer", self.cbc), Role.CBC_REVIEWER, self.goi)

    @cached_property
    def platform_admin(self) -> User:
        return self.grant(self.person("platform_admin", self.goi), Role.PLATFORM_ADMIN, self.goi)

    # Strangers
    @cached_property
    def stranger(self) -> User:
        return self.person("stranger", self.exp)

    @cached_property
    def stranger_admin(self) -> User:
        """Everything one can be, in another ministry."""
        user = self.person("stranger_admin", self.mof)
        for role in (Role.ORGANISATION_ADMIN, Role.PLAN_MANAGER, Role.ORGANISATION_LEADER, Role.CONTENT_CREATOR):
            self.grant(user, role, self.mof)
        return user
