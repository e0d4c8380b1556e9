"""Positions and work orders that grow, for counting queries."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from competencies.framework.models import Competency, Status
from competencies.positions import services
from competencies.positions.models import Activity, WorkRole
from igot.accounts.models import User
from igot.kernel.tenancy import subtree
from igot.organisations.models import Designation
from tests.cast import Cast

LINE: dict[str, Any] = {"title": "Who does what"}


def begin_work(cast: Cast, now: datetime) -> SimpleNamespace:
    """Section officers of DoPT have a position; an order is being composed for them."""
    position = services.add_position(designation=cast.section_officer, organisation=cast.dopt, actor=cast.admin, at=now)
    with subtree(cast.dopt):
        line = {**LINE, "unit": "Composing", "number": "0", "effective_on": now.date()}
        order = services.create_order(organisation=cast.dopt, actor=cast.leader, at=now, **line)
    return SimpleNamespace(position=position, order=order)


def more_work(work: SimpleNamespace, cast: Cast, person: User, item: Competency, number: int, now: datetime) -> None:
    """One more position, role, requirement, person in the order, and order in force for the learner."""
    own: dict[str, Any] = {"organisation": cast.dopt, "actor": cast.admin, "at": now}
    title = Designation.objects.get(name=f"Designation {number}")
    services.add_position(designation=title, **own)
    role = WorkRole.objects.create(code=f"ROLE-G{number}", name=f"Role {number}", status=Status.APPROVED)
    Activity.objects.create(role=role, code=f"ROLE-G{number}-A1", statement="Does something")
    services.add_role(position=work.position, role=role, **own)
    services.require(position=work.position, competency=item, level=3, **own)
    with subtree(cast.dopt):
        services.add_people(order=work.order, people=[person], actor=cast.leader)
        line = {**LINE, "unit": f"Unit {number}", "number": f"N-{number}", "effective_on": now.date()}
        order = services.create_order(organisation=cast.dopt, actor=cast.leader, at=now, **line)
        services.add_people(order=order, people=[cast.learner], actor=cast.leader)
        services.publish_order(order=order, actor=cast.leader, at=now + timedelta(seconds=number))
