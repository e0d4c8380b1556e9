"""Which days are counted, and whose gaps an event may change."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from competencies.framework.models import Revision
from competencies.insight.models import Gap
from competencies.positions.models import Allocation, Position, PositionRole
from igot.accounts import queries as accounts
from igot.accounts.models import Posting, User
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

# A day has many rows: each next day is found by one look at the index instead of reading them all.
DAYS = """
    WITH RECURSIVE counted AS (
        (SELECT max(day) AS day FROM competencies_gapcount)
        UNION ALL
        SELECT (SELECT max(day) FROM competencies_gapcount WHERE day < counted.day) FROM counted
        WHERE counted.day IS NOT NULL
    )
    SELECT day FROM counted WHERE day IS NOT NULL
"""


def days() -> list[date]:
    """The days that have a roll-up, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS)
        return [row[0] for row in cursor.fetchall()]


def last_day(on: date) -> date | None:
    """The newest counted day that is not after the given one; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(day) FROM competencies_gapcount WHERE day <= %s", [on])
        found: date | None = cursor.fetchone()[0]
    return found


def keys_of_people(persons: Iterable[str]) -> set[int]:
    """The keys of the people with these public ids."""
    return set(User.objects.filter(public_id__in=list(persons)).values_list("pk", flat=True))


def everybody_counted(on: date) -> set[int]:
    """The keys of all who serve somewhere on the day, and of all who have gaps from an earlier count."""
    serving = _serving(on).values_list("user_id", flat=True)
    counted = Gap.objects.order_by().values_list("person_id", flat=True).distinct()
    return {*serving.iterator(chunk_size=5000), *counted.iterator(chunk_size=5000)}


def asked_by_item(kind: str, item: str, on: date) -> set[int]:
    """The keys of all of whom an item of the dictionary asks something on the day, or asked at the last count,
    wherever they serve: what one organisation owns may be asked for in others.
    """
    with everywhere():
        return _asked_by_item(kind, item, on)


def _asked_by_item(kind: str, item: str, on: date) -> set[int]:
    if kind == "person":
        try:
            return {accounts.person(item).pk}
        except NotFound:
            return set()
    if kind == Revision.Kind.COMPETENCY:
        return set(Gap.objects.filter(competency__public_id=item).values_list("person_id", flat=True))
    if kind == Revision.Kind.ROLE:
        holding = PositionRole.objects.filter(role__public_id=item).values("position")
        positions = Position.objects.filter(pk__in=holding)
    else:
        positions = Position.objects.filter(public_id=item)
    people = set(Gap.objects.filter(position__in=positions).values_list("person_id", flat=True))
    for position in positions.select_related("organisation"):
        titles = Q(designation=position.designation_id) | Q(designation__same_as=position.designation_id)
        below = _serving(on).filter(titles, organisation__path__startswith=position.organisation.path)
        people.update(below.values_list("user_id", flat=True))
    return people


def placed_by(orders: Iterable[str]) -> set[int]:
    """The keys of everybody whom these work orders (public ids) place."""
    found = Allocation.objects.filter(order__public_id__in=list(orders)).order_by()
    return set(found.values_list("person_id", flat=True))


def _serving(on: date) -> "QuerySet[Posting]":
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return Posting.objects.filter(current, starts_on__lte=on, user__in=User.objects.filter(is_active=True)).order_by()
