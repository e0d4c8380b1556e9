"""A position as it holds in one organisation: what is inherited, and what was added on the way down."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from competencies.framework.models import Status
from competencies.positions.models import Position, PositionRole, Requirement, WorkRole
from competencies.positions.queries.asked import in_force, levels_by_competency
from igot.organisations.queries import ancestors_and_self

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def roles_of(position: Position, organisation: "Organisation") -> QuerySet[PositionRole]:
    """The approved roles of the position in the organisation: its own, and those added there or above."""
    found = PositionRole.objects.filter(_here(organisation), position=position, role__status=Status.APPROVED)
    return found.select_related("role", "organisation").order_by("place", "pk")


def requirements_of(position: Position, organisation: "Organisation", on: date) -> QuerySet[Requirement]:
    """What the position and its roles ask for there on the day or later, row by row."""
    roles = roles_of(position, organisation).values("role")
    mine = Q(position=position) | Q(role__in=roles)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    found = Requirement.objects.filter(mine & lasting & _here(organisation))
    related = ("competency__scale", "role", "position", "organisation")
    return found.select_related(*related).order_by("competency__name", "-level", "pk")


def inherited_by(position: Position, organisation: "Organisation", on: date) -> dict[int, tuple[int, int]]:
    """{competency: (level, criticality)} asked there on the day without what the organisation itself has added to
    the position's own list.
    """
    return asked_apart(position, organisation, on)[0]


def asked_apart(
    position: Position, organisation: "Organisation", on: date
) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
    """{competency: (level, criticality)} twice: what is inherited there, and what the organisation itself added."""
    rows = requirements_of(position, organisation, on).filter(in_force(on)).select_related(None)
    inherited: list[tuple[int, int, int]] = []
    own: list[tuple[int, int, int]] = []
    for row in rows:
        mine = row.position_id == position.pk and row.organisation_id == organisation.pk
        (own if mine else inherited).append((row.competency_id, row.level, row.criticality))
    return levels_by_competency(inherited), levels_by_competency(own)


def roles_in_force() -> QuerySet[WorkRole]:
    """The approved work roles, by name."""
    return WorkRole.objects.filter(status=Status.APPROVED).order_by("name", "pk")


def _here(organisation: "Organisation") -> Q:
    above = ancestors_and_self(organisation).values("pk")
    return Q(organisation__isnull=True) | Q(organisation__in=above)
