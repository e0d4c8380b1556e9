"""Which positions a person holds: one for each posting that is current on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, Q, QuerySet, Subquery, Value, When

from competencies.framework.models import Status
from competencies.positions.models import Edition, Position, Requirement
from igot.accounts.models import Posting
from igot.kernel.statements import Statement
from igot.organisations.queries import ancestors_and_self, prefixes

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Designation, Organisation


@dataclass(frozen=True)
class Held:
    """A posting of a person, and the approved position that describes it, if any does.

    `edition` is the number under which the position was read: it changes with whatever work asks of anybody. `alone`
    says whether a work order asks anything of the person alone.
    """

    posting: Posting
    organisation: "Organisation"
    designation: "Designation | None"
    position: Position | None
    edition: int | None
    alone: bool


def positions_of(user: "User", on: date) -> list[Held]:
    """Every posting that is current on the day with its position, the substantive one first. Two queries."""
    rows = _POSTINGS(user=user.pk, on=on)
    found = describing({(row.organisation.path, row.designation) for row in rows if row.designation is not None})
    nearby = [nearest(row.organisation.path, row.designation, found) for row in rows]
    return [
        Held(row, row.organisation, row.designation, position, row.edition, row.alone)
        for row, position in zip(rows, nearby, strict=True)
    ]


def _postings(user: int, on: date) -> QuerySet[Posting]:
    first = Case(When(kind=Posting.Kind.SUBSTANTIVE, then=Value(0)), default=Value(1))
    current = postings_on(on).filter(user=user).select_related("organisation", "designation")
    alone = Exists(Requirement.objects.filter(person=user))
    numbered = current.annotate(edition=Subquery(Edition.objects.values("number")[:1]), alone=alone)
    return numbered.order_by(first, "starts_on", "pk")


_POSTINGS = Statement(_postings, user="bigint", on="date")


def postings_on(on: date) -> QuerySet[Posting]:
    """The postings that are current on the day."""
    return Posting.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


def describing(places: "Iterable[tuple[str, Designation]]") -> dict[tuple[str, int], Position]:
    """The approved positions that may describe one of the places (path of the organisation, designation), by their own
    path and designation; of two at one place the older.
    """
    wanted = list(places)
    if not wanted:
        return {}
    titles = {key for _path, title in wanted for key in titles_of(title)}
    paths = {prefix for path, _title in wanted for prefix in prefixes(path)}
    rows = _DESCRIBING(titles=list(titles), paths=list(paths))
    return {(row.organisation.path, row.designation_id): row for row in rows}


def _describing(titles: list[int], paths: list[str]) -> QuerySet[Position]:
    return positions_in_force().filter(designation__among=titles, organisation__path__among=paths).order_by("-pk")


_DESCRIBING = Statement(_describing, titles="bigint[]", paths="text[]")


def nearest(path: str, title: "Designation | None", found: dict[tuple[str, int], Position]) -> Position | None:
    """The position of the designation in the organisation with the path, or in the nearest one above that has it."""
    if title is None:
        return None
    for prefix in reversed(prefixes(path)):
        for key in titles_of(title):
            if (prefix, key) in found:
                return found[prefix, key]
    return None


def titles_of(title: "Designation") -> list[int]:
    """The key of the designation, and of the one it is another name for."""
    return [title.pk] if title.same_as_id is None else [title.pk, title.same_as_id]


def position_of(user: "User") -> Position | None:
    """The approved position of the person's designation in their organisation, or in the nearest one above that has
    it.
    """
    if user.organisation is None or user.designation_id is None:
        return None
    same = Q(designation=user.designation_id)
    if user.designation is not None and user.designation.same_as_id is not None:
        same |= Q(designation=user.designation.same_as_id)
    above = ancestors_and_self(user.organisation).values("pk")
    return positions_in_force().filter(same, organisation__in=above).order_by("-organisation__depth", "pk").first()


def positions_in_force() -> QuerySet[Position]:
    """The approved positions with organisation and designation."""
    return Position.objects.filter(status=Status.APPROVED).select_related("organisation", "designation")


def positions() -> QuerySet[Position]:
    """All approved positions with organisation and designation, by code."""
    return positions_in_force().order_by(F("code"))
