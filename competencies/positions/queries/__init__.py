"""Read positions: which ones a person holds, what they ask for, what is asked of everybody at once; and work orders."""

from competencies.positions.queries.asked import Asked, asked_by, asked_of
from competencies.positions.queries.bulk import Required, personal, requirement_sets
from competencies.positions.queries.extended import inherited_by, requirements_of, roles_in_force, roles_of
from competencies.positions.queries.findings import Finding, findings
from competencies.positions.queries.held import Held, position_of, positions, positions_of
from competencies.positions.queries.orders import (
    Change,
    allocation,
    allocations_of,
    changes,
    coming_orders_for,
    entries,
    in_force_order,
    order,
    order_by_id,
    order_for_person,
    orders_for,
    orders_of,
    persons_touched,
)

__all__ = [
    "Asked",
    "Change",
    "Finding",
    "Held",
    "Required",
    "allocation",
    "allocations_of",
    "asked_by",
    "asked_of",
    "changes",
    "coming_orders_for",
    "entries",
    "findings",
    "in_force_order",
    "inherited_by",
    "order",
    "order_by_id",
    "order_for_person",
    "orders_for",
    "orders_of",
    "personal",
    "persons_touched",
    "position_of",
    "positions",
    "positions_of",
    "requirement_sets",
    "requirements_of",
    "roles_in_force",
    "roles_of",
]
