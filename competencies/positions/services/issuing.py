"""Put a work order in force, draw it, put it away."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.positions import facts, queries
from competencies.positions.drawing import pdf_of
from competencies.positions.models import AllocatedCompetency, Allocation, Requirement, WorkOrder, WorkOrderFile
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.kernel.errors import Conflict, Refused
from igot.notifications.services import tell_many

if TYPE_CHECKING:
    from igot.accounts.models import User

State = WorkOrder.State
LANGUAGES = ("en", "hi")


@transaction.atomic
def publish_order(*, order: WorkOrder, actor: "User", at: datetime) -> WorkOrder:
    """The order is in force: what it says is frozen, the one before it is archived, and each person is asked for its
    competencies from its day on (for those of the order before until the day before).

    Raises Refused while something stops it, Conflict when it was published meanwhile, or when another order came into
    force for the unit since it was compared. Publishes WorkOrderPublished.
    """
    rows = WorkOrder.objects.select_for_update(of=("self",)).select_related("organisation", "previous")
    locked: WorkOrder = rows.get(pk=order.pk)
    if locked.state != State.DRAFT:
        raise Conflict(_("This order has been published meanwhile."))
    current = WorkOrder.objects.select_for_update().filter(
        organisation=locked.organisation, unit=locked.unit, state=State.PUBLISHED
    )
    before: WorkOrder | None = current.first()
    if (before.pk if before is not None else None) != locked.previous_id:
        raise Conflict(_("Another order came into force for this unit. Save the order's details again and compare."))
    stops = [str(finding.text) for finding in queries.findings(locked) if finding.stops]
    if stops:
        raise Refused(_("This order cannot be published yet: %(why)s") % {"why": " ".join(stops)})
    if before is not None:
        _end(before, locked.effective_on - timedelta(days=1))
        WorkOrder.objects.filter(pk=before.pk).update(state=State.ARCHIVED, archived_at=at)
    locked.snapshot = _snapshot(locked, actor, at)
    locked.state, locked.published_by, locked.published_at = State.PUBLISHED, actor, at
    try:
        with transaction.atomic():
            locked.save(update_fields=["snapshot", "state", "published_by", "published_at"])
    except IntegrityError as error:
        raise Conflict(_("Another order has just come into force for this unit.")) from error
    _require(locked)
    WorkOrderFile.objects.bulk_create(
        [WorkOrderFile(order=locked, language=language) for language in LANGUAGES], ignore_conflicts=True
    )
    fact = facts.WorkOrderPublished(
        order=str(locked.public_id),
        previous=str(before.public_id) if before is not None else "",
        effective_on=locked.effective_on.isoformat(),
        people=len(locked.snapshot["people"]),
    )
    publish(fact, organisation=locked.organisation, actor=actor, subject=locked, at=at)
    return locked


@transaction.atomic
def archive_order(*, order: WorkOrder, actor: "User", at: datetime) -> None:
    """End an order without another in its place: from tomorrow on it asks nothing of anybody.

    Raises Conflict for one that is not in force. Publishes WorkOrderArchived.
    """
    if not WorkOrder.objects.filter(pk=order.pk, state=State.PUBLISHED).update(state=State.ARCHIVED, archived_at=at):
        raise Conflict(_("Only an order in force can be archived."))
    today = day_in_india(at)
    Requirement.objects.filter(order=order, starts_on__gt=today).delete()
    _end(order, today)
    fact = facts.WorkOrderArchived(order=str(order.public_id))
    publish(fact, organisation=order.organisation, actor=actor, subject=order, at=at)


@transaction.atomic
def draw_order(*, order: WorkOrder, language: str, at: datetime) -> WorkOrderFile:
    """Draw the PDF in one language and keep it under a name nobody can guess; one that is drawn stays as it is.

    Raises what the drawing or the storage raise: the worker tries again later, and the delivery shows why.
    """
    file = WorkOrderFile.objects.select_for_update().get(order=order, language=language)
    if file.pdf:
        return file
    content = pdf_of(order, language)
    file.pdf = default_storage.save(f"orders/{uuid4().hex}.pdf", ContentFile(content))
    file.sha256, file.drawn_at = hashlib.sha256(content).hexdigest(), at
    file.save(update_fields=["pdf", "sha256", "drawn_at"])
    fact = facts.WorkOrderDrawn(order=str(order.public_id), language=language)
    publish(fact, organisation=order.organisation, actor=None, subject=order, at=at)
    return file


@transaction.atomic
def tell_people(*, order: WorkOrder, at: datetime) -> int:
    """Tell everybody in an order that their work is written down; returns how many are new to it."""
    return tell_many(
        people=list(Allocation.objects.filter(order=order).values_list("person_id", flat=True)),
        kind="competencies.order_published",
        key=str(order.public_id),
        values={
            "number": order.number,
            "title": order.in_all_languages("title"),
            "day": {"day": order.effective_on.isoformat()},
        },
        link="/my-work/",
        at=at,
    )


def _end(order: WorkOrder, last: Any) -> None:
    """What the order asks of persons is asked until the day."""
    Requirement.objects.filter(order=order, ends_on=None, starts_on__lte=last).update(ends_on=last)


def _require(order: WorkOrder) -> None:
    asked = AllocatedCompetency.objects.filter(allocation__order=order).order_by("pk")
    Requirement.objects.bulk_create(
        (
            Requirement(
                person_id=person,
                competency_id=competency,
                level=level,
                criticality=criticality,
                source=order.number,
                order=order,
                starts_on=order.effective_on,
            )
            for person, competency, level, criticality in asked.values_list(
                "allocation__person_id", "competency_id", "level", "criticality"
            )
        ),
        batch_size=2000,
    )


def _snapshot(order: WorkOrder, actor: "User", at: datetime) -> dict[str, Any]:
    place = order.organisation
    return {
        "number": order.number,
        "title": order.title,
        "unit": order.unit,
        "preface": order.preface,
        "translations": order.translations,
        "organisation": {"en": place.in_language("name", "en"), "hi": place.in_language("name", "hi")},
        "effective_on": order.effective_on.isoformat(),
        "published_on": day_in_india(at).isoformat(),
        "published_by": {"en": actor.name, "hi": actor.name_in_hindi or actor.name},
        "previous": order.previous.number if order.previous is not None else "",
        "people": queries.entries(order),
    }
