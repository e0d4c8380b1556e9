"""Doors to plans: who may see, write, publish and look behind the numbers."""

from typing import TYPE_CHECKING
from uuid import UUID

from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from igot.accounts.access import Role, may
from igot.kernel.errors import Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

READERS = (Role.PLAN_MANAGER, Role.ORGANISATION_LEADER, Role.ORGANISATION_ADMIN, Role.CBC_REVIEWER, Role.AUDITOR)
NAME_READERS = (Role.PLAN_MANAGER, Role.ORGANISATION_LEADER, Role.ORGANISATION_ADMIN)
WRITERS = (Role.PLAN_MANAGER,)
PUBLISHERS = (Role.ORGANISATION_LEADER,)


def can_write(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may draft and amend the organisation's plans."""
    return may(user, WRITERS, organisation)


def can_publish(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may put an approved plan into force."""
    return may(user, PUBLISHERS, organisation)


def can_see_names(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may see who stands behind a number; reviewers and auditors see numbers only."""
    return may(user, NAME_READERS, organisation)


def plan_to_see(organisation: "Organisation", public_id: UUID) -> Plan:
    """A plan of the organisation the page stands under; the view's own door has checked the reader's role. Raises
    NotFound.
    """
    plan = (
        Plan.objects.select_related("organisation", "current", "created_by")
        .filter(organisation=organisation, public_id=public_id)
        .first()
    )
    if plan is None:
        raise NotFound()
    return plan


def plan_to_write(user: "User", organisation: "Organisation", public_id: UUID) -> Plan:
    """The plan, for those who may draft and amend it. Raises NotFound, or Denied for those who may only read."""
    plan = plan_to_see(organisation, public_id)
    if not can_write(user, organisation):
        raise Denied()
    return plan


def plan_to_publish(user: "User", organisation: "Organisation", public_id: UUID) -> Plan:
    """The plan, for the leader. Raises NotFound, or Denied for those who may only read."""
    plan = plan_to_see(organisation, public_id)
    if not can_publish(user, organisation):
        raise Denied()
    return plan


def version_of(plan: Plan, number: int) -> PlanVersion:
    """Edition n of a plan that was already let through. Raises NotFound."""
    version = plan.versions.filter(number=number).first()
    if version is None:
        raise NotFound()
    return version


def item_of(version: PlanVersion, key: UUID) -> PlanItem:
    """An item of a version that was already let through. Raises NotFound."""
    item = version.items.select_related("course__current", "version__plan__organisation").filter(key=key).first()
    if item is None:
        raise NotFound()
    return item
