"""The competency framework, approved, with work roles and positions."""

from datetime import datetime

from competencies.framework import services
from igot.organisations import queries as organisations
from igot.seed.content import read


def seed_framework(*, at: datetime) -> str:
    """Import scales, tree, competencies, aliases, knowledge resources, roles and positions; idempotent by code."""
    data = {
        **read("frac/framework.json"),
        **{name: read(f"frac/{name}.json")[name] for name in ("aliases", "knowledge", "roles", "positions")},
    }
    owner = organisations.root()
    if owner is None:
        raise LookupError("the framework needs the organisations")
    services.import_framework(data=data, organisation=owner, actor=None, at=at)
    counts = ", ".join(f"{len(data[name])} {name}" for name in ("competencies", "roles", "positions"))
    return f"{counts} in place"
