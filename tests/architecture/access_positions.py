"""Who gets in where: positions in an organisation, work orders, one's own work."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from competencies.framework.models import Competency, Status
from competencies.positions import queries, services
from competencies.positions.models import Requirement, WorkRole
from igot.kernel.tenancy import subtree
from tests.architecture.access_api import Line
from tests.architecture.people import SIGNED_IN
from tests.cast import Cast

READERS = {"admin", "leader", "manager", "auditor"}
COMPOSERS = {"admin", "leader"}


def order_work(cast: Cast, competency: Competency, now: datetime) -> SimpleNamespace:
    """DoPT describes its section officers; one order is in force for them, the next is being composed."""
    own: dict[str, Any] = {"organisation": cast.dopt, "actor": cast.admin, "at": now}
    position = services.add_position(designation=cast.section_officer, **own)
    requirement = services.require(position=position, competency=competency, level=3, **own)
    role = WorkRole.objects.create(code="ROLE-WORLD", name="Case worker", status=Status.APPROVED)
    link = services.add_role(position=position, role=role, **own)
    line: dict[str, Any] = {"organisation": cast.dopt, "unit": "Training", "title": "Who does what", "at": now}
    with subtree(cast.dopt):
        order = services.create_order(number="1", effective_on=now.date(), actor=cast.leader, **line)
        services.add_people(order=order, people=[cast.learner], actor=cast.leader)
        order = services.publish_order(order=order, actor=cast.leader, at=now)
        draft = services.create_order(
            number="2", effective_on=now.date() + timedelta(days=9), copy_previous=True, actor=cast.leader, **line
        )
        place = queries.allocations_of(draft).get()
    return SimpleNamespace(
        position=position, requirement=Requirement.objects.get(pk=requirement.pk), link=link, order=order, draft=draft,
        place=place,
    )  # fmt: skip


def _position(w: Any) -> dict[str, Any]:
    return {"slug": "dopt", "public_id": w.work.position.public_id}


def _draft(w: Any) -> dict[str, Any]:
    return {"slug": "dopt", "public_id": w.work.draft.public_id}


def _place(w: Any) -> dict[str, Any]:
    return {**_draft(w), "place_id": w.work.place.public_id}


def _in_dopt(w: Any) -> dict[str, Any]:
    return {"public_id": w.cast.dopt.public_id}


def _api_position(w: Any) -> dict[str, Any]:
    return {**_in_dopt(w), "position_id": w.work.position.public_id}


def _api_draft(w: Any) -> dict[str, Any]:
    return {**_in_dopt(w), "order_id": w.work.draft.public_id}


POSTED = {
    "position_requirement_end",
    "position_role_remove",
    "order_person_remove",
    "api_position_requirements",
    "api_order_people",
    "api_order_publish",
}
POSITIONS: dict[str, Line] = {
    "my_work": (lambda w: {}, SIGNED_IN),
    "my_order_pdf": (lambda w: {"public_id": w.work.order.public_id, "language": "en"}, {"learner"}),
    "position_list": (lambda w: {"slug": "dopt"}, READERS),
    "position_new": (lambda w: {"slug": "dopt"}, {"admin"}),
    "position_template": (lambda w: {"slug": "dopt"}, READERS),
    "position": (_position, READERS),
    "position_require": (_position, {"admin"}),
    "position_requirement_end": (lambda w: {**_position(w), "key": w.work.requirement.pk}, {"admin"}),
    "position_role": (_position, {"admin"}),
    "position_role_remove": (lambda w: {**_position(w), "key": w.work.link.pk}, {"admin"}),
    "order_list": (lambda w: {"slug": "dopt"}, READERS),
    "order_new": (lambda w: {"slug": "dopt"}, COMPOSERS),
    "order": (_draft, READERS),
    "order_edit": (_draft, COMPOSERS),
    "order_people": (_draft, COMPOSERS),
    "order_person": (_place, COMPOSERS),
    "order_person_remove": (_place, COMPOSERS),
    "order_publish": (_draft, {"leader"}),
    "order_archive": (lambda w: {"slug": "dopt", "public_id": w.work.order.public_id}, {"leader"}),
    "order_discard": (_draft, COMPOSERS),
    "order_pdf": (lambda w: {"slug": "dopt", "public_id": w.work.order.public_id, "language": "hi"}, READERS),
    "api_my_work": (lambda w: {}, SIGNED_IN),
    "api_positions": (_in_dopt, READERS),
    "api_position": (_api_position, READERS),
    "api_position_requirements": (_api_position, {"admin"}),
    "api_orders": (_in_dopt, READERS),
    "api_order": (_api_draft, READERS),
    "api_order_people": (_api_draft, COMPOSERS),
    "api_order_publish": (_api_draft, {"leader"}),
}
