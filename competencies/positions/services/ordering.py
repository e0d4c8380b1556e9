"""Compose a work order: begin it, name people, say what each does and what that asks of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework.models import Competency, Status
from competencies.positions import queries
from competencies.positions.models import (
    Activity,
    AllocatedActivity,
    AllocatedCompetency,
    Allocation,
    Position,
    Requirement,
    WorkOrder,
    WorkRole,
)
from competencies.positions.queries.held import describing, nearest
from igot.kernel.errors import Conflict, Refused, Text
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MOST_PEOPLE = 2000
TEXTS = {"unit": 160, "number": 80, "title": 250, "preface": 5000}


@dataclass(frozen=True)
class Doing:
    """One thing a person does: an activity of a role, or free words."""

    activity: Activity | None = None
    role: WorkRole | None = None
    statement: str = ""
    submitted_to: str = ""


@dataclass(frozen=True)
class Asking:
    """A competency that the person's work asks for."""

    competency: Competency
    level: int
    criticality: int = Requirement.Criticality.IMPORTANT


@transaction.atomic
def create_order(
    *,
    organisation: "Organisation",
    unit: str,
    number: str,
    title: str,
    effective_on: date,
    preface: str = "",
    copy_previous: bool = False,
    unit_hi: str = "",
    title_hi: str = "",
    preface_hi: str = "",
    actor: "User",
    at: datetime,
) -> WorkOrder:
    """Begin an order for a unit of an organisation, empty or as a copy of the one in force. `unit_hi`, `title_hi` and
    `preface_hi` are what Hindi pages and the Hindi PDF say, where they are written.

    Raises Refused with the fields: what is missing, too long, or a number that is used already.
    """
    values = _texts(unit=unit, number=number, title=title, preface=preface)
    previous = queries.in_force_order(organisation, values["unit"])
    try:
        with transaction.atomic():
            order = WorkOrder.objects.create(
                organisation=organisation,
                **values,
                translations=_hindi(unit=unit_hi, title=title_hi, preface=preface_hi),
                effective_on=effective_on,
                previous=previous,
                created_by=actor,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("This number is used by another order."), field="number") from error
    if copy_previous and previous is not None:
        _copy(previous, order)
    return order


@transaction.atomic
def change_order(
    *,
    order: WorkOrder,
    unit: str,
    number: str,
    title: str,
    effective_on: date,
    preface: str = "",
    unit_hi: str = "",
    title_hi: str = "",
    preface_hi: str = "",
    actor: "User",
) -> WorkOrder:
    """Change a draft's own lines. Raises Refused as `create_order` does, Conflict once it is published."""
    locked = _draft(order)
    for name, value in _texts(unit=unit, number=number, title=title, preface=preface).items():
        setattr(locked, name, value)
    locked.translations = _hindi(unit=unit_hi, title=title_hi, preface=preface_hi)
    locked.effective_on, locked.previous = effective_on, queries.in_force_order(locked.organisation, locked.unit)
    try:
        with transaction.atomic():
            own = ["unit", "number", "title", "preface", "translations", "effective_on", "previous"]
            locked.save(update_fields=own)
    except IntegrityError as error:
        raise Refused(_("This number is used by another order."), field="number") from error
    return locked


@transaction.atomic
def discard_order(*, order: WorkOrder, actor: "User") -> None:
    """Let a draft go. Raises Conflict once it is published."""
    _draft(order).delete()


@transaction.atomic
def add_people(*, order: WorkOrder, people: "Iterable[User]", actor: "User") -> int:
    """Give people places in a draft, filled in from their positions; those who stand in it already stay as they are.

    Returns how many are new. Raises Refused (`people`) for somebody who does not serve in the organisation, or for
    more than an order holds.
    """
    locked = _draft(order)
    present = set(Allocation.objects.filter(order=locked).values_list("person_id", flat=True))
    new = {person.pk: person for person in people if person.pk not in present}
    for person in new.values():
        where = person.organisation
        if not person.is_active or where is None or not is_within(where, locked.organisation):
            raise Refused(_("%(name)s does not serve in this organisation.") % {"name": person}, field="people")
    if len(new) + len(present) > MOST_PEOPLE:
        raise Refused(_("An order holds at most %(most)s people.") % {"most": MOST_PEOPLE}, field="people")
    found = describing(
        (person.organisation.path, person.designation)
        for person in new.values()
        if person.organisation is not None and person.designation is not None
    )
    prefilled: dict[tuple[int, int], tuple[list[Doing], list[Asking]]] = {}
    for place, person in enumerate(new.values(), start=len(present)):
        where = person.organisation
        position = nearest(where.path, person.designation, found) if where is not None else None
        made = Allocation.objects.create(order=locked, person=person, position=position, place=place)
        if position is not None and where is not None:
            key = (position.pk, where.pk)
            if key not in prefilled:
                prefilled[key] = _of_position(position, where, locked.effective_on)
            _fill(made, *prefilled[key])
    return len(new)


@transaction.atomic
def remove_person(*, allocation: Allocation, actor: "User") -> None:
    """Take a person out of a draft. Raises Conflict once it is published."""
    _draft(allocation.order)
    allocation.delete()


@transaction.atomic
def write_allocation(
    *,
    allocation: Allocation,
    activities: Sequence[Doing],
    competencies: Sequence[Asking],
    note: str = "",
    seen: str | None = None,
    actor: "User",
) -> Allocation:
    """Say anew what a person does and what that asks for, in a draft. `seen` is the fingerprint
    (`queries.place_print`) of what the writer had before them.

    Raises Refused with the field: an activity or competency twice, words that are too long, a competency that is not
    in force, a level that is not on its scale; Conflict once the order is published, or when somebody else wrote the
    same place meanwhile.
    """
    _draft(allocation.order)
    if seen is not None and seen != queries.place_print(Allocation.objects.get(pk=allocation.pk)):
        raise Conflict(
            _(
                "Somebody has changed this since you opened it, perhaps you yourself in another tab. What you typed "
                "stands below. Take over what you need from what is stored, then save: your text replaces it."
            )
        )
    codes = [doing.activity.pk for doing in activities if doing.activity is not None]
    if len(codes) != len(set(codes)):
        raise Refused(_("An activity stands there twice."), field="activities")
    if any(len(doing.statement) > 400 or len(doing.submitted_to) > 160 for doing in activities):
        raise Refused(_("An activity has at most %(most)s characters.") % {"most": 400}, field="activities")
    asked = [asking.competency.pk for asking in competencies]
    if len(asked) != len(set(asked)):
        raise Refused(_("A competency stands there twice."), field="competencies")
    for asking in competencies:
        levels = {step.number for step in asking.competency.scale.levels.all()}
        if asking.competency.status != Status.APPROVED or asking.level not in levels:
            text = _("Level %(level)s is not on the scale of “%(competency)s”.")
            raise Refused(text % {"level": asking.level, "competency": asking.competency}, field="competencies")
    allocation.note = note.strip()[:300]
    allocation.save(update_fields=["note"])
    allocation.activities.all().delete()
    allocation.competencies.all().delete()
    _fill(allocation, activities, competencies)
    return allocation


def _fill(allocation: Allocation, activities: Sequence[Doing], competencies: Sequence[Asking]) -> None:
    AllocatedActivity.objects.bulk_create(
        AllocatedActivity(
            allocation=allocation,
            role=doing.role,
            activity=doing.activity,
            statement=doing.statement.strip(),
            submitted_to=doing.submitted_to.strip(),
            place=place,
        )
        for place, doing in enumerate(activities)
    )
    AllocatedCompetency.objects.bulk_create(
        AllocatedCompetency(
            allocation=allocation,
            competency=asking.competency,
            level=asking.level,
            criticality=asking.criticality,
        )
        for asking in competencies
    )


def _of_position(position: Position, organisation: "Organisation", on: date) -> tuple[list[Doing], list[Asking]]:
    """What a position does and asks for in an organisation: what a person's place begins with."""
    links = queries.roles_of(position, organisation).prefetch_related("role__activities")
    doing = [Doing(activity, link.role) for link in links for activity in link.role.activities.all()]
    asked = queries.asked_by(position, organisation, on)
    return doing, [Asking(line.competency, line.level, line.criticality) for line in asked]


def _copy(previous: WorkOrder, order: WorkOrder) -> None:
    """Those who still serve in the organisation keep their places."""
    for place in queries.allocations_of(previous):
        where = place.person.organisation
        if place.person.is_active and where is not None and is_within(where, order.organisation):
            made = Allocation.objects.create(
                order=order, person=place.person, position=place.position, note=place.note, place=place.place
            )
            doing = [Doing(row.activity, row.role, row.statement, row.submitted_to) for row in place.activities.all()]
            asked = [Asking(row.competency, row.level, row.criticality) for row in place.competencies.all()]
            _fill(made, doing, [line for line in asked if line.competency.status == Status.APPROVED])


def _texts(**texts: str) -> dict[str, str]:
    values = {name: text.strip() for name, text in texts.items()}
    wrong: dict[str, list[Text]] = {
        name: [_("Fill this in.")] for name in ("unit", "number", "title") if not values[name]
    }
    for name, most in TEXTS.items():
        if len(values[name]) > most:
            wrong[name] = [_("At most %(most)s characters.") % {"most": most}]
    if wrong:
        raise Refused(fields=wrong)
    return values


def _hindi(**texts: str) -> dict[str, dict[str, str]]:
    written = {name: text.strip() for name, text in texts.items() if text.strip()}
    for name, text in written.items():
        if len(text) > TEXTS[name]:
            raise Refused(_("At most %(most)s characters.") % {"most": TEXTS[name]}, field=f"{name}_hi")
    return {"hi": written} if written else {}


def _draft(order: WorkOrder) -> WorkOrder:
    locked: WorkOrder | None = (
        WorkOrder.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=order.pk).first()
    )
    if locked is None or locked.state != WorkOrder.State.DRAFT:
        raise Conflict(_("This order is published and does not change any more. Compose the next one."))
    return locked
