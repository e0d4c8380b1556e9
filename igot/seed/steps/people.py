"""The demo's people, where they serve, and their rights."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from igot.accounts import queries, services
from igot.kernel.clock import INDIA, FinancialYear, day_in_india, end_of_day
from igot.organisations import queries as organisations
from igot.seed.people import DEMO_PASSWORD, DemoPerson, cast, crowd
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from igot.organisations.models import Designation

YEARS_OF_A_GRANT = 3


def seed_people(*, at: datetime) -> str:
    """Register the people who are missing and give them their roles; everybody signs in with the demo's password."""
    if organisations.root() is None:
        raise MissingPart("people need the organisations")
    everybody = cast() + crowd()
    missing = [person for person in everybody if queries.by_email(person.email) is None]
    if missing:
        # One hash for all: a slow hash is made to be slow, and this password is printed on the terminal anyway.
        encoded = make_password(DEMO_PASSWORD)
        designations = {designation.name: designation for designation in organisations.designations_for(None)}
        for person in missing:
            _register(person, designation=designations[person.designation], encoded=encoded, at=at)
    granted = sum(_grant(person, at=at) for person in cast())
    return f"{len(missing)} people, {granted} roles"


def _register(person: DemoPerson, *, designation: "Designation", encoded: str, at: datetime) -> None:
    year = FinancialYear.of(day_in_india(at))
    joined = FinancialYear(year.start - 1).first_day
    services.add_person(
        email=person.email,
        name=person.name,
        name_in_hindi=person.name_in_hindi,
        language=person.language,
        organisation=organisations.by_code(person.organisation),
        designation=designation,
        encoded_password=encoded,
        profile={"group": designation.group, "service": person.service, "tags": ["demo"]},
        starts_on=joined,
        actor=None,
        at=datetime.combine(joined, time(10), INDIA),
    )


def _grant(person: DemoPerson, *, at: datetime) -> int:
    """Give the roles that the person does not hold now."""
    user = queries.by_email(person.email)
    assert user is not None
    held = {(grant.role, grant.organisation.code) for grant in queries.grants_of(user, at)}
    year = FinancialYear.of(day_in_india(at))
    given = 0
    for role, code in person.grants:
        organisation = organisations.by_code(code)
        if (role, code) in held or organisation is None:
            continue
        services.grant_role(
            user=user,
            role=role,
            organisation=organisation,
            starts_at=datetime.combine(year.first_day - timedelta(days=365), time(), INDIA),
            ends_at=end_of_day(FinancialYear(year.start + YEARS_OF_A_GRANT).last_day),
            actor=None,
            at=at,
        )
        given += 1
    return given
