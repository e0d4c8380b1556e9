"""Read work orders: what they say, what is doubtful in them, what they change."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from competencies.positions.models import Allocation, WorkOrder, WorkOrderFile
from igot.accounts.models import User
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

State = WorkOrder.State
Entry = dict[str, Any]


def orders_of(organisation: "Organisation") -> QuerySet[WorkOrder]:
    """The orders of a subtree in the open scope, the newest first, with the number of people in each."""
    found = WorkOrder.objects.filter(organisation__path__startswith=organisation.path)
    related = found.select_related("organisation", "previous", "published_by")
    return related.annotate(people=Count("allocations")).order_by("-effective_on", "-pk")


def find_orders(organisation: "Organisation", text: str = "", state: str = "") -> QuerySet[WorkOrder]:
    """The orders of a subtree in whose number, title or unit each word is met, in one state or in any."""
    found = orders_of(organisation)
    for word in text.split()[:8]:
        hindi = Q(translations__hi__title__icontains=word) | Q(translations__hi__unit__icontains=word)
        found = found.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(unit__icontains=word) | hindi)
    return found.filter(state=state) if state in State.values else found


def order(organisation: "Organisation", public_id: UUID | str) -> WorkOrder:
    """One order of the subtree. Raises NotFound."""
    found = orders_of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def order_by_id(public_id: UUID | str) -> WorkOrder:
    """An order for handlers and workers, wherever it lies. Raises NotFound."""
    with everywhere():
        found = WorkOrder.objects.select_related("organisation", "previous").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def in_force_order(organisation: "Organisation", unit: str) -> WorkOrder | None:
    """The order that is in force for a unit of the organisation."""
    return WorkOrder.objects.filter(organisation=organisation, unit=unit, state=State.PUBLISHED).first()


def allocations_of(order: WorkOrder) -> QuerySet[Allocation]:
    """The places of an order with everything in them, in its order."""
    related = ("person__designation", "person__organisation", "position")
    found = Allocation.objects.filter(order=order).select_related(*related)
    return found.prefetch_related("activities__activity", "activities__role", "competencies__competency__scale__levels")


def allocation(order: WorkOrder, public_id: UUID | str) -> Allocation:
    """One person's place in an order. Raises NotFound."""
    found = allocations_of(order).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def entries(order: WorkOrder, places: Sequence[Allocation] | None = None) -> list[Entry]:
    """Per person, what the order says: of its snapshot once it is published, else as it stands now (`places`, where the
    caller has read them).
    """
    if order.snapshot:
        return list(order.snapshot["people"])
    return [_entry(found) for found in (allocations_of(order) if places is None else places)]


def _both(item: Any, name: str) -> dict[str, str]:
    return {"en": str(item.in_language(name, "en")), "hi": str(item.in_language(name, "hi"))}


def _entry(found: Allocation) -> Entry:
    person = found.person
    lines = []
    for line in found.activities.all():
        words = {"en": line.statement, "hi": line.statement}
        lines.append(
            {
                "role": _both(line.role, "name") if line.role is not None else None,
                "activity": line.activity.code if line.activity is not None else "",
                **(_both(line.activity, "statement") if line.activity is not None else words),
                "submitted_to": line.submitted_to,
            }
        )
    asked = []
    for row in found.competencies.all():
        level = next((step for step in row.competency.scale.levels.all() if step.number == row.level), None)
        asked.append(
            {
                "code": row.competency.code,
                **_both(row.competency, "name"),
                "level": row.level,
                "level_name": _both(level, "name") if level is not None else {"en": "", "hi": ""},
                "criticality": row.criticality,
            }
        )
    return {
        "person": str(person.public_id),
        "name": {"en": person.name, "hi": person.name_in_hindi or person.name},
        "designation": _both(person.designation, "name") if person.designation is not None else {"en": "", "hi": ""},
        "position": _both(found.position, "name") if found.position is not None else None,
        "note": found.note,
        "activities": lines,
        "competencies": sorted(asked, key=lambda row: (-row["criticality"], row["en"])),
    }


@dataclass
class Change:
    """What an order changes for one person. `kind`: new, left, changed, same."""

    person: str
    name: dict[str, str]
    kind: str
    added: list[dict[str, str]] = field(default_factory=list)
    gone: list[dict[str, str]] = field(default_factory=list)


def changes(order: WorkOrder, places: Sequence[Allocation] | None = None) -> list[Change]:
    """Person by person, what is otherwise than in the order before; those with changes first."""
    before = {entry["person"]: entry for entry in entries(order.previous)} if order.previous is not None else {}
    after = {entry["person"]: entry for entry in entries(order, places)}
    found = []
    for person, entry in after.items():
        old = before.get(person)
        added, gone = _lines(entry), _lines(old) if old is not None else {}
        kind = "new" if old is None else "changed" if set(added) != set(gone) else "same"
        found.append(
            Change(
                person,
                entry["name"],
                kind,
                [text for key, text in added.items() if key not in gone],
                [text for key, text in gone.items() if key not in added],
            )
        )
    left = [
        Change(person, old["name"], "left", [], list(_lines(old).values()))
        for person, old in before.items()
        if person not in after
    ]
    rank = {"left": 0, "new": 1, "changed": 2, "same": 3}
    return sorted([*found, *left], key=lambda change: (rank[change.kind], change.name["en"]))


def _lines(entry: Entry) -> dict[tuple[str, ...], dict[str, str]]:
    """Activities and competencies of an entry, each known by what makes it the same in another order."""
    lines: dict[tuple[str, ...], dict[str, str]] = {}
    for row in entry["activities"]:
        lines["activity", row["activity"] or row["en"].casefold()] = {"en": row["en"], "hi": row["hi"]}
    for row in entry["competencies"]:
        named = {language: f"{row[language]} ({row['level']})" for language in ("en", "hi")}
        lines["competency", row["code"], str(row["level"])] = named
    return lines


def persons_touched(public_id: UUID | str) -> set[int]:
    """The keys of the people in an order, and of those who were in the one before it."""
    order = order_by_id(public_id)
    with everywhere():
        found = Allocation.objects.filter(order__in=[order.pk, order.previous_id or order.pk])
        return set(found.values_list("person_id", flat=True))


def orders_for(user: "User", on: date) -> list[Allocation]:
    """The person's places in orders that are in force on the day, wherever they were issued."""
    with everywhere():
        mine = allocations_of_person(user).filter(order__effective_on__lte=on)
        return list(mine)


def coming_orders_for(user: "User", on: date) -> list[Allocation]:
    """The person's places in orders that are published and take effect after the day."""
    with everywhere():
        return list(allocations_of_person(user).filter(order__effective_on__gt=on))


def allocations_of_person(user: "User") -> QuerySet[Allocation]:
    """The person's places in published orders, within the open scope."""
    found = Allocation.objects.filter(person=user, order__state=State.PUBLISHED)
    return found.select_related("order__organisation", "person", "position").order_by("-order__effective_on", "pk")


def order_for_person(user: "User", public_id: UUID | str) -> WorkOrder:
    """A published or archived order in which the person stands. Raises NotFound."""
    with everywhere():
        mine = Allocation.objects.filter(person=user).values("order")
        found = WorkOrder.objects.filter(pk__in=mine, public_id=public_id).exclude(state=State.DRAFT)
        kept = found.select_related("organisation").first()
    if kept is None:
        raise NotFound()
    return kept


def also_ordered(order: WorkOrder, people: Iterable[int]) -> dict[int, str]:
    """Of these people, those who stand in another order in force, with its number."""
    with everywhere():
        others = Allocation.objects.filter(person__in=list(people), order__state=State.PUBLISHED)
        found = others.exclude(order__in=[order.pk, order.previous_id or order.pk])
        return dict(found.order_by("pk").values_list("person_id", "order__number"))


def place_print(place: Allocation) -> str:
    """Changes with whatever a person's place says."""
    does = place.activities.values_list("activity", "role", "statement", "submitted_to", "place")
    asks = place.competencies.order_by("competency").values_list("competency", "level", "criticality")
    said = json.dumps([place.note, [*does.order_by("place", "pk")], [*asks]])
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def entry_of(place: Allocation) -> Entry:
    """What a published order says of one person."""
    person = str(place.person.public_id)
    return next(entry for entry in place.order.snapshot["people"] if entry["person"] == person)


def file_of(order: WorkOrder, language: str) -> WorkOrderFile | None:
    """The PDF of a published order in a language: drawn, or about to be."""
    return WorkOrderFile.objects.filter(order=order, language=language).first()
