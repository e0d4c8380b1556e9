"""Read scales and what answers to what."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from competencies.framework.models import Competency, CompetencyLink, LevelLink, Relation, Scale, ScaleLevel, Status
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


def scales() -> QuerySet[Scale]:
    """Every scale with its levels and their links."""
    links = LevelLink.objects.select_related("other__scale").order_by("other__scale__code", "other__number")
    return Scale.objects.prefetch_related("levels", Prefetch("levels__links", links)).order_by("name", "pk")


def scale(code: str) -> Scale:
    """One scale with its levels. Raises NotFound."""
    found = Scale.objects.prefetch_related("levels").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def answers(scale: Scale, other: Scale) -> dict[int, tuple[int, str]]:
    """Level of the one scale > the level of the other it answers to, and how exactly."""
    rows = LevelLink.objects.filter(level__scale=scale, other__scale=other).select_related("level", "other")
    return {row.level.number: (row.other.number, row.relation) for row in rows}


def carried(level: int, link: CompetencyLink) -> int:
    """The level of the other competency that a level held in the first one counts for; 0 where it counts for none.

    On one scale the level stays; else it is what the crosswalk of the two scales says. Where the other competency is
    broader, one level less: whoever can do a part is not taken to do the whole. A narrower one is held as high as the
    broader; what is merely related carries nothing.
    """
    if link.relation == Relation.RELATED:
        return 0
    first, other = link.competency.scale, link.other.scale
    if first.pk != other.pk:
        level = answers(first, other).get(level, (0, ""))[0]
    return max(0, level - 1) if link.relation == Relation.BROAD else level


def links(text: str = "") -> QuerySet[CompetencyLink]:
    """The crosswalk of competencies; each word is met in a name or code of either side."""
    found = CompetencyLink.objects.select_related("competency__scale", "other__scale", "added_by")
    for word in text.split()[:6]:
        sides = Q(competency__name__icontains=word) | Q(other__name__icontains=word)
        found = found.filter(sides | Q(competency__code__iexact=word) | Q(other__code__iexact=word))
    return found.order_by("competency__name", "other__name", "pk")


def link(public_id: UUID) -> CompetencyLink:
    """One of them. Raises NotFound."""
    found = links().filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def links_of(competencies: "Iterable[Competency]") -> QuerySet[CompetencyLink]:
    """What the competencies answer to, and what answers to them."""
    ids = [row.pk for row in competencies]
    return links().filter(Q(competency__in=ids) | Q(other__in=ids))


def by_code(code: str) -> Competency | None:
    """A competency in force, or retired, by its code; the one in force goes first."""
    found = Competency.objects.filter(code__iexact=code, status__in=[Status.APPROVED, Status.RETIRED])
    return found.select_related("scale").order_by("status", "-version").first()


def levels(scale: Scale) -> list[ScaleLevel]:
    """Its levels, the lowest first."""
    return list(scale.levels.all())
