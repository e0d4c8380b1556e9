"""Who reads and extends positions, who composes and publishes work orders. Under `/o/<slug>/`, within that subtree.

Strangers get NotFound from the door of the organisation; here those who may look but not do get Denied.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from competencies.positions import queries
from competencies.positions.models import Allocation, Position, PositionRole, Requirement, WorkOrder
from igot.accounts.access import Role, may
from igot.kernel.errors import Denied, NotFound
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

READERS = (
    Role.ORGANISATION_ADMIN,
    Role.ORGANISATION_LEADER,
    Role.PLAN_MANAGER,
    Role.FRAC_AUTHOR,
    Role.AUDITOR,
)
EXTENDERS = (Role.ORGANISATION_ADMIN,)
# Orders say which person does what: for those who answer for the people.
ORDER_READERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)
COMPOSERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER)
PUBLISHERS = (Role.ORGANISATION_LEADER,)


def can_extend(user: "User", organisation: "Organisation") -> bool:
    """Whether the person adds to positions for the organisation."""
    return may(user, EXTENDERS, organisation)


def can_compose(user: "User", organisation: "Organisation") -> bool:
    """Whether the person composes work orders of the organisation."""
    return may(user, COMPOSERS, organisation)


def can_publish(user: "User", organisation: "Organisation") -> bool:
    """Whether the person puts work orders of the organisation in force."""
    return may(user, PUBLISHERS, organisation)


def position_to_see(organisation: "Organisation", public_id: UUID) -> Position:
    """A position in force that holds in the organisation, or below it. Raises NotFound."""
    found = queries.positions_around(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def position_to_extend(user: "User", organisation: "Organisation", public_id: UUID) -> Position:
    """A position that holds in the organisation, for those who may add to it. Raises NotFound, Denied."""
    found = position_to_see(organisation, public_id)
    if not can_extend(user, organisation) or not is_within(organisation, found.organisation):
        raise Denied()
    return found


def requirement_to_end(position: Position, key: int) -> Requirement:
    """A requirement of the position's own list. Raises NotFound."""
    found = Requirement.objects.select_related("position", "organisation").filter(position=position, pk=key).first()
    if found is None:
        raise NotFound()
    return found


def role_to_remove(position: Position, key: int) -> PositionRole:
    """A role of the position. Raises NotFound."""
    links = PositionRole.objects.select_related("position", "organisation").filter(position=position, pk=key)
    found = links.first()
    if found is None:
        raise NotFound()
    return found


def order_to_compose(user: "User", organisation: "Organisation", public_id: UUID) -> WorkOrder:
    """An order of the subtree, for those who write it. Raises NotFound, Denied."""
    found = queries.order(organisation, public_id)
    if not can_compose(user, found.organisation):
        raise Denied()
    return found


def order_to_publish(user: "User", organisation: "Organisation", public_id: UUID) -> WorkOrder:
    """An order of the subtree, for the leader who answers for it. Raises NotFound, Denied."""
    found = queries.order(organisation, public_id)
    if not can_publish(user, found.organisation):
        raise Denied()
    return found


def place_to_write(
    user: "User", organisation: "Organisation", public_id: UUID, place_id: UUID
) -> tuple[WorkOrder, Allocation]:
    """A person's place in an order, for those who write it. Raises NotFound, Denied."""
    order = order_to_compose(user, organisation, public_id)
    return order, queries.allocation(order, place_id)
