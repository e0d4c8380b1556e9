"""What rests on competencies, roles, positions and resources in this room; what a merge of two moves."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competencies.framework.items import Use, register_use
from competencies.framework.models import Competency, Revision
from competencies.framework.queries import level_map
from competencies.positions.models import (
    Activity,
    AllocatedCompetency,
    PositionRole,
    Requirement,
    WorkOrder,
    WorkRole,
)

Kind = Revision.Kind
DRAFTED = Q(allocation__order__state=WorkOrder.State.DRAFT)


def asking(competency: Competency) -> int:
    """How many requirements name the competency."""
    return Requirement.objects.filter(competency=competency).count()


def ask_for_the_other(competency: Competency, into: Competency, at: datetime) -> int:
    """Let requirements name the competency's successor, at the level theirs answers to; where both were asked for, the
    higher level stays. Those whose level answers to none stay.
    """
    levels, moved = level_map(competency, into), 0
    same = ("role_id", "position_id", "person_id", "organisation_id", "order_id", "starts_on")
    for row in Requirement.objects.select_for_update().filter(competency=competency, level__in=levels).order_by("pk"):
        asked = levels[row.level]
        twin = Requirement.objects.filter(competency=into, **{_lookup(row, name): _value(row, name) for name in same})
        other = twin.first()
        if other is None:
            Requirement.objects.filter(pk=row.pk).update(competency=into, level=asked)
        else:
            level, weight = max(other.level, asked), max(other.criticality, row.criticality)
            twin.update(level=level, criticality=weight)
            row.delete()
        moved += 1
    return moved


def _lookup(row: Requirement, name: str) -> str:
    return f"{name}__isnull" if getattr(row, name) is None else name


def _value(row: Requirement, name: str) -> Any:
    value = getattr(row, name)
    return True if value is None else value


def in_drafts(competency: Competency) -> int:
    """How many lines of work orders that are being drafted name the competency."""
    return AllocatedCompetency.objects.filter(DRAFTED, competency=competency).count()


def people_in_drafts(competency: Competency) -> int:
    """How many people these lines are about."""
    lines = AllocatedCompetency.objects.filter(DRAFTED, competency=competency)
    return lines.values("allocation__person").distinct().count()


def draft_the_other(competency: Competency, into: Competency, at: datetime) -> int:
    """Let drafts name the competency's successor, at the level theirs answers to; the higher of two levels stays.
    Orders that were published never change.
    """
    levels, moved = level_map(competency, into), 0
    lines = AllocatedCompetency.objects.select_for_update().filter(DRAFTED, competency=competency, level__in=levels)
    for line in lines.order_by("pk"):
        twin = AllocatedCompetency.objects.filter(allocation=line.allocation_id, competency=into)
        if twin.exists():
            twin.filter(level__lt=levels[line.level]).update(level=levels[line.level])
            line.delete()
        else:
            AllocatedCompetency.objects.filter(pk=line.pk).update(competency=into, level=levels[line.level])
        moved += 1
    return moved


def in_positions(role: WorkRole) -> int:
    """How many positions have the role."""
    return PositionRole.objects.filter(role=role).count()


def hold_the_other(role: WorkRole, into: WorkRole, at: datetime) -> int:
    """Let positions have the role's successor."""
    moved = 0
    for link in PositionRole.objects.select_for_update().filter(role=role).order_by("pk"):
        has = Q(organisation=link.organisation_id) if link.organisation_id else Q(organisation=None)
        if PositionRole.objects.filter(has, position=link.position_id, role=into).exists():
            link.delete()
        else:
            PositionRole.objects.filter(pk=link.pk).update(role=into)
        moved += 1
    return moved


def in_activities(resource: Any) -> int:
    """How many activities rest on the resource."""
    return Activity.objects.filter(resources=resource).count()


def rest_on_the_other(resource: Any, into: Any, at: datetime) -> int:
    """Let activities rest on the resource's successor."""
    activities = list(Activity.objects.filter(resources=resource))
    for activity in activities:
        activity.resources.remove(resource)
        activity.resources.add(into)
    return len(activities)


register_use(
    Use(
        name="positions.requirements",
        kind=Kind.COMPETENCY,
        label=_("requirements of roles, positions and persons"),
        count=asking,
        repoint=ask_for_the_other,
        binds_scale=True,
    )
)
register_use(
    Use(
        name="positions.drafts",
        kind=Kind.COMPETENCY,
        label=_("lines of work orders being drafted"),
        count=in_drafts,
        people=people_in_drafts,
        repoint=draft_the_other,
        note=_("Published work orders keep their words."),
        binds_scale=True,
    )
)
register_use(
    Use(
        name="positions.roles",
        kind=Kind.ROLE,
        label=_("positions that have the role"),
        count=in_positions,
        repoint=hold_the_other,
    )
)
register_use(
    Use(
        name="positions.resources",
        kind=Kind.RESOURCE,
        label=_("activities that rest on it"),
        count=in_activities,
        repoint=rest_on_the_other,
    )
)
