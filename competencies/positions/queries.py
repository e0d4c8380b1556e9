"""Read positions: which one a person holds, and what it asks for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from competencies.framework.models import Competency, Status
from competencies.positions.models import Position, Requirement
from igot.organisations.queries import ancestors_and_self

if TYPE_CHECKING:
    from igot.accounts.models import User


@dataclass
class Asked:
    """A competency that a position asks for: the highest level, the gravest criticality, and which roles want it."""

    competency: Competency
    level: int = 0
    criticality: int = 0
    sources: list[tuple[str, int]] = field(default_factory=list)


def position_of(user: "User") -> Position | None:
    """The approved position of the person's designation in their organisation, or in the nearest one above that has
    it.
    """
    if user.organisation is None or user.designation_id is None:
        return None
    same = Q(designation=user.designation_id)
    if user.designation is not None and user.designation.same_as_id is not None:
        same |= Q(designation=user.designation.same_as_id)
    found = Position.objects.filter(
        same, status=Status.APPROVED, organisation__in=ancestors_and_self(user.organisation).values("pk")
    )
    return found.select_related("organisation", "designation").order_by("-organisation__depth", "pk").first()


def asked_by(position: Position) -> list[Asked]:
    """What the position and its roles ask for, one line per competency, gravest first."""
    rows = Requirement.objects.filter(Q(position=position) | Q(role__positions=position, role__status=Status.APPROVED))
    asked: dict[int, Asked] = {}
    for row in rows.select_related("competency__scale", "role").order_by("pk").distinct():
        line = asked.setdefault(row.competency_id, Asked(row.competency))
        line.level = max(line.level, row.level)
        line.criticality = max(line.criticality, row.criticality)
        named = row.role.in_language("name") if row.role is not None else position.in_language("name")
        line.sources.append((str(named), row.level))
    return sorted(asked.values(), key=lambda line: (-line.criticality, -line.level, line.competency.name))


def positions() -> QuerySet[Position]:
    """All approved positions with organisation and designation."""
    return (
        Position.objects.filter(status=Status.APPROVED).select_related("organisation", "designation").order_by("code")
    )
