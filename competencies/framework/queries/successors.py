"""What stands in the place of a competency that is no longer in force.

Where both are measured on one scale, a level of the old one is that level of the new one: what builds the old one, or
shows it, counts for the new one. Between two scales the crosswalk decides, and nothing follows by itself.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, When

from competencies.framework.models import Status

if TYPE_CHECKING:
    from competencies.framework.models import Competency


def same_scale(item: Any, other: Any) -> bool:
    """Whether a level of the one is a level of the other; items without levels agree."""
    return bool(getattr(item, "scale_id", None) == getattr(other, "scale_id", None))


def stands_for(competency: "Competency") -> "Competency":
    """What counts in its place: its successor, or itself while it is in force or has none on its scale."""
    successor = competency.replaced_by if competency.status == Status.RETIRED else None
    return successor if successor is not None and same_scale(competency, successor) else competency


def is_followed(path: str = "") -> Q:
    """The same for rows: those whose competency (at `path`, such as `competency__`) is counted for its successor."""
    followed = Q(**{f"{path}status": Status.RETIRED, f"{path}replaced_by__isnull": False})
    return followed & Q(**{f"{path}scale": F(f"{path}replaced_by__scale")})


def counts_for(path: str, field: str = "pk") -> Case:
    """A field of the competency for which rows count: of the successor, or of the competency (at `path`) itself."""
    then = When(is_followed(f"{path}__"), then=F(f"{path}__replaced_by__{field}"))
    return Case(then, default=F(f"{path}__{field}"))


def naming(path: str, **value: Any) -> Q:
    """Rows that count for competencies: `naming("competency", pk__in=keys)`, their predecessors included."""
    own = Q(**{f"{path}__{name}": each for name, each in value.items()})
    followed = Q(**{f"{path}__replaced_by__{name}": each for name, each in value.items()})
    return own | (is_followed(f"{path}__") & followed)
