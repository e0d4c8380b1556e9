"""The competency framework, approved, with work roles and positions."""

from datetime import datetime

from competencies.framework.case.services import keep_as_national
from competencies.framework.services import import_framework
from competencies.positions.services import import_positions
from igot.organisations import queries as organisations
from igot.seed.content import read
from igot.seed.steps import MissingPart


def seed_framework(*, at: datetime) -> str:
    """Import scales, tree, competencies, aliases, knowledge resources, roles and positions; idempotent by code."""
    owner = organisations.root()
    if owner is None:
        raise MissingPart("the framework needs the organisations")
    data = {**read("frac/framework.json"), "aliases": read("frac/aliases.json")["aliases"]}
    done = import_framework(data=data, organisation=owner, actor=None, at=at)
    keep_as_national(data=read("frac/national.json"), organisation=owner, at=at)
    posts = {name: read(f"frac/{name}.json")[name] for name in ("knowledge", "roles", "positions")}
    codes = {position["organisation"] for position in posts["positions"]}
    found = {code: organisations.by_code(code) for code in codes}
    taken = import_positions(
        data=posts,
        organisations={code: organisation for code, organisation in found.items() if organisation is not None},
        designations={designation.name: designation for designation in organisations.designations_for(None)},
    )
    return f"{done.competencies} competencies, {taken.roles} roles, {taken.positions} positions"
