"""What an order has to mend before it is published, and what its author should look at once more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from competencies.framework.models import Status
from competencies.positions.models import Allocation, WorkOrder, WorkRole
from competencies.positions.queries.bulk import requirement_sets
from competencies.positions.queries.orders import allocations_of, also_ordered
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Finding:
    """One remark. `stops`: the order cannot be published with it. `place` is the person's place it is about."""

    text: str
    stops: bool = False
    place: Allocation | None = None


def findings(order: WorkOrder, places: "Sequence[Allocation] | None" = None) -> list[Finding]:
    """Everything that is wrong or doubtful in an order, what stops it first; query count does not grow with people.

    `places` are those of the order, where the caller has read them.
    """
    places = list(allocations_of(order)) if places is None else places
    found = list(_about_the_order(order, places))
    serving = {(place.person.organisation_id or 0, place.person.designation_id or 0) for place in places}
    sets = requirement_sets(order.effective_on, {pair for pair in serving if all(pair)})
    twice = also_ordered(order, [place.person_id for place in places])
    silent = _roles_that_ask_nothing(places)
    for place in places:
        key = (place.person.organisation_id or 0, place.person.designation_id or 0)
        found += _about_a_person(order, place, sets.get(key, (None, {}))[1], silent)
        if place.person_id in twice:
            text = _("also stands in order %(number)s, which is in force.")
            found.append(Finding(text % {"number": twice[place.person_id]}, place=place))
    return sorted(found, key=lambda finding: not finding.stops)


def _about_the_order(order: WorkOrder, places: "Sequence[Allocation]") -> "Iterator[Finding]":
    if not places:
        yield Finding(_("Nobody stands in this order. Add people."), stops=True)
    before = order.previous
    if before is not None and order.effective_on <= before.effective_on:
        text = _("It must take effect after the order before it (%(number)s), which holds from %(day)s.")
        day = before.effective_on.strftime("%d-%m-%Y")
        yield Finding(text % {"number": before.number, "day": day}, stops=True)


def _about_a_person(
    order: WorkOrder, place: Allocation, asked: dict[int, tuple[int, int]], silent: set[int]
) -> "Iterator[Finding]":
    person = place.person
    if not person.is_active or person.organisation is None or not is_within(person.organisation, order.organisation):
        yield Finding(_("does not serve in this organisation. Take them out."), stops=True, place=place)
    activities, competencies = place.activities.all(), place.competencies.all()
    for row in competencies:
        levels = {level.number for level in row.competency.scale.levels.all()}
        if row.competency.status != Status.APPROVED or row.level not in levels:
            text = _("“%(competency)s” at level %(level)s is not in force. Choose another.")
            yield Finding(text % {"competency": row.competency, "level": row.level}, stops=True, place=place)
        elif row.level > asked.get(row.competency_id, (0, 0))[0]:
            text = _("only this order asks for “%(competency)s” at level %(level)s; no position or role does.")
            yield Finding(text % {"competency": row.competency, "level": row.level}, place=place)
    if place.position is None:
        yield Finding(_("has no position: nothing could be filled in."), place=place)
    if not activities:
        yield Finding(_("has nothing to do. Write at least one activity."), place=place)
    for line in activities:
        if line.activity is None:
            text = _("“%(words)s” is covered by no activity of the dictionary.")
            yield Finding(text % {"words": line.statement}, place=place)
    for role in {line.role for line in activities if line.role is not None and line.role_id in silent}:
        text = _("the role “%(role)s” asks for no competency.")
        yield Finding(text % {"role": role}, place=place)


def _roles_that_ask_nothing(places: "Sequence[Allocation]") -> set[int]:
    roles = {line.role_id for place in places for line in place.activities.all() if line.role_id is not None}
    counted = WorkRole.objects.filter(pk__in=roles).annotate(asked=Count("requirements"))
    return set(counted.filter(asked=0).values_list("pk", flat=True))
