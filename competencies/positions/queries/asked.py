"""What the work of a person asks for: posting by posting, and of the person alone by a work order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db.models import Q, QuerySet

from competencies.framework.models import Competency, Status
from competencies.positions.models import Position, PositionRole, Requirement
from competencies.positions.queries.held import Held, positions_of
from igot.kernel.clock import day_in_india, now
from igot.kernel.statements import Statement

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@dataclass
class Asked:
    """A competency that a person's work asks for: the highest level, the gravest criticality, and who wants it.

    `held` is the posting it belongs to; None for what is asked of the person alone.
    """

    competency: Competency
    level: int = 0
    criticality: int = 0
    sources: list[tuple[str, int]] = field(default_factory=list)
    held: Held | None = None

    def want(self, row: Requirement, named: str) -> None:
        """Count a requirement in: the highest level and the gravest criticality win."""
        self.level = max(self.level, row.level)
        self.criticality = max(self.criticality, row.criticality)
        self.sources.append((named, row.level))


Parts = tuple[list[PositionRole], list[Requirement]]


def asked_of(user: "User", on: date, held: list[Held] | None = None) -> list[Asked]:
    """What is asked of the person on the day: for each posting a line per competency (gravest first), the substantive
    posting first, then what a work order asks of them alone.

    A competency that two postings ask for has two lines: the level follows the work. Two queries where this
    process has not met a position since anything that work asks was changed, one where something is asked of the
    person alone, and two when `held` (of `positions_of`) is not given.
    """
    places = positions_of(user, on) if held is None else held
    described = [(place, place.position) for place in places if place.position is not None]
    known = _parts([(position, place.edition) for place, position in described], on)
    lines: list[Asked] = []
    for place, position in described:
        links, rows = known[position.pk]
        lines += _lines(position, place.organisation, rows, links, place)
    alone: dict[int, Asked] = {}
    for row in _OF_ONE(person=user.pk, on=on) if not places or places[0].alone else []:
        alone.setdefault(row.competency_id, Asked(row.competency)).want(row, row.source)
    return lines + _by_weight(alone)


def _parts(wanted: list[tuple[Position, int | None]], on: date) -> dict[int, Parts]:
    """The roles of positions and all that these and their roles ask for, each read under an edition; kept
    under it, if there is one."""
    keys = {
        pk: f"asked:{edition}:{on}:{pk}" for pk, edition in ((one.pk, edition) for one, edition in wanted) if edition
    }
    kept = caches["process"].get_many(keys.values())
    known: dict[int, Parts] = {pk: kept[key] for pk, key in keys.items() if key in kept}
    new = [position for position, _edition in wanted if position.pk not in known]
    if new:
        roles = _roles(new)
        asking = Q(position__in=list(roles)) | Q(role__in={link.role_id for links in roles.values() for link in links})
        rows = list(_rows(on).filter(asking))
        for pk, links in roles.items():
            own = {link.role_id for link in links}
            known[pk] = links, [row for row in rows if row.position_id == pk or row.role_id in own]
            if pk in keys:
                caches["process"].set(keys[pk], known[pk])
    return known


def asked_by(position: Position, organisation: "Organisation | None" = None, on: date | None = None) -> list[Asked]:
    """What the position and its roles ask for in an organisation (by default the position's own) on a day (by default
    today), one line per competency, gravest first.
    """
    roles = _roles([position])[position.pk]
    wanted = Q(position=position) | Q(role__in=[link.role_id for link in roles])
    rows = list(_rows(on or day_in_india(now())).filter(wanted))
    return _lines(position, organisation or position.organisation, rows, roles)


def in_force(on: date) -> Q:
    """Requirements that hold on the day."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def _rows(on: date) -> QuerySet[Requirement]:
    found = Requirement.objects.filter(in_force(on)).select_related("competency__scale", "role", "organisation")
    return found.order_by("pk")


def _of_one(person: int, on: date) -> QuerySet[Requirement]:
    return _rows(on).filter(person=person)


_OF_ONE = Statement(_of_one, person="bigint", on="date")


def _roles(positions: Iterable[Position]) -> dict[int, list[PositionRole]]:
    """The approved roles of each position, with the subtree in which they belong to it."""
    found: dict[int, list[PositionRole]] = {position.pk: [] for position in positions}
    if found:
        links = PositionRole.objects.filter(position__in=list(found), role__status=Status.APPROVED)
        for link in links.select_related("organisation").order_by("place", "pk"):
            found[link.position_id].append(link)
    return found


def reaches(owner: "Organisation | None", path: str) -> bool:
    """Whether what an organisation added to a position (None: nobody, it is part of it) holds at a place below."""
    return owner is None or path.startswith(owner.path)


def _lines(
    position: Position,
    organisation: "Organisation",
    rows: list[Requirement],
    links: list[PositionRole],
    held: Held | None = None,
) -> list[Asked]:
    roles = {link.role_id for link in links if reaches(link.organisation, organisation.path)}
    asked: dict[int, Asked] = {}
    for row in rows:
        mine = row.position_id == position.pk or row.role_id in roles
        if mine and reaches(row.organisation, organisation.path):
            named = row.role.in_language("name") if row.role is not None else position.in_language("name")
            if row.organisation is not None:
                named = f"{named} ({row.organisation.in_language('name')})"
            asked.setdefault(row.competency_id, Asked(row.competency, held=held)).want(row, str(named))
    return _by_weight(asked)


def _by_weight(asked: dict[int, Asked]) -> list[Asked]:
    return sorted(asked.values(), key=lambda line: (-line.criticality, -line.level, line.competency.name))


def levels_by_competency(rows: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    """(competency, level, criticality) rows put together: the highest level and the gravest criticality win."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for competency, level, criticality in rows:
        before = found[competency]
        found[competency] = (max(before[0], level), max(before[1], criticality))
    return dict(found)
