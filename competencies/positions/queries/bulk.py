"""What is asked of everybody: for counting the gaps of many people in few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet

from competencies.framework.models import Status
from competencies.positions.models import PositionRole, Requirement
from competencies.positions.queries.asked import in_force, levels_by_competency
from competencies.positions.queries.held import nearest, positions_in_force, postings_on, titles_of
from igot.accounts.models import Posting
from igot.organisations.models import Designation, Organisation

Required = dict[int, tuple[int, int]]


def requirement_sets(
    on: date, only: Collection[tuple[int, int]] | None = None
) -> dict[tuple[int, int], tuple[int | None, Required]]:
    """For each (organisation, designation) in which an active person serves on the day, or for `only` some: the
    position that describes it, and {competency: (level, criticality)}. Keys are primary keys; six queries however many
    people there are.
    """
    places = set(_places(on)) if only is None else set(only)
    paths: dict[int | None, str] = dict(Organisation.objects.values_list("pk", "path"))
    titles = Designation.objects.in_bulk({title for _place, title in places})
    described = positions_in_force().order_by("-pk")
    links = PositionRole.objects.filter(role__status=Status.APPROVED).order_by("pk")
    rows = Requirement.objects.filter(in_force(on), person__isnull=True).order_by("pk")
    if only is not None:
        described = described.filter(designation__in={key for title in titles.values() for key in titles_of(title)})
    found = {(row.organisation.path, row.designation_id): row for row in described}
    if only is not None:
        mine = [row.pk for row in found.values()]
        links = links.filter(position__in=mine)
        rows = rows.filter(Q(position__in=mine) | Q(role__in=links.order_by().values("role")))
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for key, role, owner in links.values_list("position_id", "role_id", "organisation_id"):
        roles[key].append((role, paths.get(owner, "")))
    of_position: dict[int, list[tuple[str, tuple[int, int, int]]]] = defaultdict(list)
    of_role: dict[int, list[tuple[str, tuple[int, int, int]]]] = defaultdict(list)
    for row in rows:
        want = (paths.get(row.organisation_id, ""), (row.competency_id, row.level, row.criticality))
        if row.position_id is not None:
            of_position[row.position_id].append(want)
        elif row.role_id is not None:
            of_role[row.role_id].append(want)

    @cache
    def required(key: int, path: str) -> Required:
        wants = list(of_position[key])
        for role, owner in roles[key]:
            if path.startswith(owner):
                wants += of_role[role]
        return levels_by_competency(want for owner, want in wants if path.startswith(owner))

    sets: dict[tuple[int, int], tuple[int | None, Required]] = {}
    for place, title in places:
        position = nearest(paths[place], titles.get(title), found)
        sets[place, title] = (position.pk, required(position.pk, paths[place])) if position is not None else (None, {})
    return sets


def _places(on: date) -> Iterator[tuple[int, int]]:
    serving: QuerySet[Posting] = postings_on(on).filter(user__is_active=True, designation__isnull=False)
    for place, title in serving.order_by().values_list("organisation_id", "designation_id").distinct():
        if title is not None:
            yield place, title


def personal(on: date) -> Iterator[tuple[int, int, int, int]]:
    """What work orders ask of persons on the day: (person, competency, level, criticality), by primary keys."""
    rows = Requirement.objects.filter(in_force(on), person__isnull=False, person__is_active=True).order_by("pk")
    for person, competency, level, criticality in rows.values_list(
        "person_id", "competency_id", "level", "criticality"
    ).iterator(chunk_size=5000):
        if person is not None:
            yield person, competency, level, criticality
