"""The tree of organisations and the master list of designations."""

from datetime import datetime

from igot.organisations import queries, services
from igot.seed.content import read


def seed_organisations(*, at: datetime) -> str:
    """Add the organisations that are missing; says how many there were to add."""
    added = 0
    for row in read("frac/organisations.json")["organisations"]:
        if queries.by_code(row["code"]) is not None:
            continue
        services.create_organisation(
            parent=queries.by_code(row["parent"]) if row["parent"] else None,
            code=row["code"],
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            translations={"hi": {"name": row["name_hi"]}},
            actor=None,
            at=at,
        )
        added += 1
    return f"{added} organisations"


def seed_designations(*, at: datetime) -> str:
    """Add the designations of the master list that are missing."""
    known = {designation.name for designation in queries.designations_for(None)}
    missing = [row for row in read("frac/designations.json")["designations"] if row["name"] not in known]
    for row in missing:
        services.add_designation(
            name=row["name"], group=row["group"], translations={"hi": {"name": row["name_hi"]}}, actor=None, at=at
        )
    return f"{len(missing)} designations"
