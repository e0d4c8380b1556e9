"""What can be read of the dictionaries, for callers in other rooms and apps."""

from competencies.framework.queries.reading import (
    aliases,
    approved,
    areas,
    by_codes,
    competency,
    levels,
    search,
)
from competencies.framework.queries.revisions import (
    APPROVAL,
    decisions_about,
    in_force,
    item,
    merged_into,
    open_revision,
    problems,
    revision_by_id,
    revisions_of,
    versions,
)

__all__ = [
    "APPROVAL",
    "aliases",
    "approved",
    "areas",
    "by_codes",
    "competency",
    "decisions_about",
    "in_force",
    "item",
    "levels",
    "merged_into",
    "open_revision",
    "problems",
    "revision_by_id",
    "revisions_of",
    "search",
    "versions",
]
