"""What stands in the place of a competency that is no longer in force, and at which level.

Where both are measured on one scale, a level of the old one is that level of the new one; between two scales it is the
level that the crosswalk of the scales names, and a level for which it names none stays with the old competency. So what
builds the old one, or shows it, counts for the new one; without a crosswalk nothing follows.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from competencies.framework.models import Competency, LevelLink, ScaleLevel, Status


@dataclass(frozen=True)
class Step:
    """A level of what goes, and the level of what takes its place that it counts for (None: it counts for none)."""

    level: ScaleLevel
    other: ScaleLevel | None


def same_scale(item: Any, other: Any) -> bool:
    """Whether a level of the one is a level of the other; items without levels agree."""
    return bool(getattr(item, "scale_id", None) == getattr(other, "scale_id", None))


def level_map(competency: Competency, other: Competency) -> dict[int, int]:
    """Each level of the one that counts for the other, with the level it counts for."""
    return {step.level.number: step.other.number for step in level_steps(competency, other) if step.other is not None}


def level_steps(competency: Competency, other: Competency) -> list[Step]:
    """The same for people to read: every level of the one, the lowest first."""
    levels = ScaleLevel.objects.filter(scale=competency.scale_id)
    if same_scale(competency, other):
        return [Step(level, level) for level in levels]
    found = LevelLink.objects.filter(level__scale=competency.scale_id, other__scale=other.scale_id)
    answers = {link.level_id: link.other for link in found.select_related("other")}
    return [Step(level, answers.get(level.pk)) for level in levels]


def predecessors(competency: Competency) -> QuerySet[Competency]:
    """What it took the place of."""
    return Competency.objects.filter(replaced_by=competency, status=Status.RETIRED).order_by("name", "pk")


def can_follow(item: Any, other: Any) -> bool:
    """Whether what rests on the one can follow to the other: on one scale, or by the crosswalk of the two."""
    return same_scale(item, other) or bool(level_map(item, other))


def counted_as(competency: Competency, level: int) -> tuple[Competency, int]:
    """What counts in its place, and at which level: its successor, or itself while it is in force, has none, or the
    crosswalk names no level there. Level 0 stands for whichever is asked.
    """
    successor = competency.replaced_by if competency.status == Status.RETIRED else None
    if successor is None:
        return competency, level
    if same_scale(competency, successor):
        return successor, level
    answers = level_map(competency, successor)
    there = answers.get(level) if level or not answers else 0
    return (competency, level) if there is None else (successor, there)


def by_crosswalk(why: str, *, own: int, level: int) -> str:
    """Why something is offered, where its own level is counted on the scale of what took its competency's place."""
    if own == level:
        return why
    counted = _("Its level %(own)s counts as level %(level)s here, by the crosswalk of the two scales.")
    return f"{why} {counted % {'own': own, 'level': level}}"


def _answers(path: str, level: str) -> QuerySet[LevelLink]:
    """Where the crosswalk says which level of the successor a level (a field) of the competency at `path` is."""
    return LevelLink.objects.filter(
        level__scale=OuterRef(f"{path}__scale"),
        level__number=OuterRef(level),
        other__scale=OuterRef(f"{path}__replaced_by__scale"),
    )


def is_followed(path: str, level: str = "level") -> Q:
    """Rows whose competency (at `path`) is counted for its successor at the row's level (a field or annotation)."""
    retired = Q(**{f"{path}__status": Status.RETIRED, f"{path}__replaced_by__isnull": False})
    one_scale = Q(**{f"{path}__scale": F(f"{path}__replaced_by__scale")})
    return retired & (one_scale | Q(Exists(_answers(path, level))))


def counts_for(path: str, field: str = "pk", level: str = "level") -> Case:
    """A field of the competency for which rows count: of the successor, or of the competency (at `path`) itself."""
    then = When(is_followed(path, level), then=F(f"{path}__replaced_by__{field}"))
    return Case(then, default=F(f"{path}__{field}"))


def counted_level(path: str, level: str = "level") -> Case:
    """The level at which rows count there."""
    other_scale = is_followed(path, level) & ~Q(**{f"{path}__scale": F(f"{path}__replaced_by__scale")})
    answer = Subquery(_answers(path, level).values("other__number")[:1])
    return Case(When(other_scale, then=answer), default=F(level))


def naming(path: str, level: str = "level", **value: Any) -> Q:
    """Rows that count for competencies: `naming("competency", pk__in=keys)`, their predecessors included."""
    own = Q(**{f"{path}__{name}": each for name, each in value.items()})
    followed = Q(**{f"{path}__replaced_by__{name}": each for name, each in value.items()})
    return own | (followed & is_followed(path, level))
