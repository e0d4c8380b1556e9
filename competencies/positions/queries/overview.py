"""The positions of an organisation's people at a glance, and the designations that none describes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from competencies.framework.models import Competency
from competencies.positions.models import Position, PositionRole, Requirement
from competencies.positions.queries.extended import requirements_of
from competencies.positions.queries.held import describing, nearest, positions_in_force, postings_on
from igot.organisations.models import Designation, Organisation
from igot.organisations.queries import ancestors_and_self


@dataclass(frozen=True)
class Serving:
    """How many people of a subtree hold each position, and how many serve under designations that none describes."""

    by_position: dict[int, int]
    undescribed: list[tuple[Designation, int]]


def positions_around(organisation: Organisation) -> QuerySet[Position]:
    """The approved positions that hold in the organisation (its own and inherited ones), and those below it."""
    above = Q(organisation__in=ancestors_and_self(organisation).values("pk"))
    return positions_in_force().filter(above | Q(organisation__path__startswith=organisation.path))


def find_positions(organisation: Organisation, text: str = "", which: str = "") -> QuerySet[Position]:
    """Of those, the ones in which each word is met. `which`: own, inherited, below, or all."""
    found = positions_around(organisation)
    for word in text.split()[:8]:
        named = Q(name__icontains=word) | Q(translations__hi__name__icontains=word) | Q(code__iexact=word)
        found = found.filter(named | Q(designation__name__icontains=word))
    if which == "own":
        found = found.filter(organisation=organisation)
    elif which == "inherited":
        found = found.filter(organisation__depth__lt=organisation.depth)
    elif which == "below":
        found = found.filter(organisation__depth__gt=organisation.depth)
    return found.order_by("designation__name", "-organisation__depth", "pk")


def serving(organisation: Organisation, on: date) -> Serving:
    """Count the active people of the subtree by what describes their postings on the day. Four queries."""
    held = postings_on(on).filter(user__is_active=True, designation__isnull=False)
    within = held.filter(organisation__path__startswith=organisation.path).order_by()
    rows = list(within.values_list("organisation_id", "designation_id").annotate(people=Count("user", distinct=True)))
    paths = dict(Organisation.objects.filter(pk__in={place for place, _t, _n in rows}).values_list("pk", "path"))
    titles = Designation.objects.in_bulk({title for _place, title, _n in rows if title is not None})
    found = describing({(paths[place], titles[title]) for place, title, _n in rows if title is not None})
    by_position: Counter[int] = Counter()
    undescribed: Counter[int] = Counter()
    for place, title, people in rows:
        if title is None:
            continue
        position = nearest(paths[place], titles[title], found)
        if position is None:
            undescribed[title] += people
        else:
            by_position[position.pk] += people
    ordered = sorted(undescribed.items(), key=lambda row: (-row[1], titles[row[0]].name))
    return Serving(dict(by_position), [(titles[title], people) for title, people in ordered])


@dataclass(frozen=True)
class Line:
    """A competency that a position asks for in an organisation, and every row that asks for it."""

    competency: Competency
    level: int
    criticality: int
    rows: list[Requirement]

    @property
    def weight(self) -> str:
        """How critical, in words."""
        return str(Requirement.Criticality(self.criticality).label)


def lines_of(position: Position, organisation: Organisation, on: date) -> list[Line]:
    """What the position asks for there, by competency, gravest first; rows that begin later are listed, not counted."""
    rows: dict[int, list[Requirement]] = {}
    for row in requirements_of(position, organisation, on):
        rows.setdefault(row.competency_id, []).append(row)
    lines = []
    for found in rows.values():
        now = [row for row in found if row.starts_on is None or row.starts_on <= on] or found
        level, weight = max(row.level for row in now), max(row.criticality for row in now)
        lines.append(Line(found[0].competency, level, weight, found))
    return sorted(lines, key=lambda line: (-line.criticality, -line.level, line.competency.name))


def added_below(position: Position, organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations further down that added roles or competencies of their own."""
    rows = Requirement.objects.filter(position=position, organisation__path__startswith=organisation.path)
    links = PositionRole.objects.filter(position=position, organisation__path__startswith=organisation.path)
    adding = Q(pk__in=rows.values("organisation")) | Q(pk__in=links.values("organisation"))
    return Organisation.objects.filter(adding).exclude(pk=organisation.pk).order_by("path")
