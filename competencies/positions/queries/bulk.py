"""What is asked of everybody: for counting the gaps of many people in few queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.db.models import QuerySet

from competencies.framework.models import Status
from competencies.positions.models import PositionRole, Requirement
from competencies.positions.queries.asked import in_force, levels_by_competency
from competencies.positions.queries.held import nearest, positions_in_force, postings_on
from igot.accounts.models import Posting
from igot.organisations.models import Designation, Organisation

Required = dict[int, tuple[int, int]]


def requirement_sets(on: date) -> dict[tuple[int, int], tuple[int | None, Required]]:
    """For each (organisation, designation) in which an active person serves on the day: the position that describes it,
    and {competency: (level, criticality)}. Keys are primary keys; six queries however many people there are.
    """
    places = set(_places(on))
    paths: dict[int | None, str] = dict(Organisation.objects.values_list("pk", "path"))
    titles = Designation.objects.in_bulk({title for _place, title in places})
    found = {(row.organisation.path, row.designation_id): row for row in positions_in_force().order_by("-pk") if titles}
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    links = PositionRole.objects.filter(role__status=Status.APPROVED).order_by("pk")
    for position, role, owner in links.values_list("position_id", "role_id", "organisation_id"):
        roles[position].append((role, paths.get(owner, "")))
    of_position: dict[int, list[tuple[str, tuple[int, int, int]]]] = defaultdict(list)
    of_role: dict[int, list[tuple[str, tuple[int, int, int]]]] = defaultdict(list)
    rows = Requirement.objects.filter(in_force(on), person__isnull=True).order_by("pk")
    for row in rows:
        want = (paths.get(row.organisation_id, ""), (row.competency_id, row.level, row.criticality))
        if row.position_id is not None:
            of_position[row.position_id].append(want)
        elif row.role_id is not None:
            of_role[row.role_id].append(want)

    @cache
    def required(position: int, path: str) -> Required:
        wants = list(of_position[position])
        for role, owner in roles[position]:
            if path.startswith(owner):
                wants += of_role[role]
        return levels_by_competency(want for owner, want in wants if path.startswith(owner))

    sets: dict[tuple[int, int], tuple[int | None, Required]] = {}
    for place, title in places:
        described = nearest(paths[place], titles[title], found)
        sets[place, title] = (described.pk, required(described.pk, paths[place])) if described else (None, {})
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
