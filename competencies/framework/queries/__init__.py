"""What can be read of the dictionaries, for callers in other rooms and apps."""

from competencies.framework.queries.reading import (
    aliases,
    approved,
    areas,
    by_codes,
    competencies_named,
    competency,
    levels,
    search,
)
from competencies.framework.queries.revisions import (
    APPROVAL,
    decisions_about,
    in_force,
    item,
    open_revision,
    problems,
    revision_by_id,
    revisions_of,
    versions,
)
from competencies.framework.queries.successors import counts_for, is_followed, naming, same_scale, stands_for

__all__ = [
    "APPROVAL",
    "aliases",
    "approved",
    "areas",
    "by_codes",
    "competencies_named",
    "competency",
    "counts_for",
    "decisions_about",
    "in_force",
    "is_followed",
    "item",
    "levels",
    "naming",
    "open_revision",
    "problems",
    "revision_by_id",
    "revisions_of",
    "same_scale",
    "search",
    "stands_for",
    "versions",
]
