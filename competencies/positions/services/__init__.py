"""The only writers of positions, roles, what they ask for, and work orders."""

from competencies.positions.services.extending import (
    add_position,
    add_role,
    end_requirement,
    remove_role,
    require,
    retire_position,
)
from competencies.positions.services.issuing import archive_order, draw_order, publish_order, tell_people
from competencies.positions.services.ordering import (
    Asking,
    Doing,
    add_people,
    change_order,
    create_order,
    discard_order,
    remove_person,
    write_allocation,
)
from competencies.positions.services.taking import Imported, import_positions

__all__ = [
    "Asking",
    "Doing",
    "Imported",
    "add_people",
    "add_position",
    "add_role",
    "archive_order",
    "change_order",
    "create_order",
    "discard_order",
    "draw_order",
    "end_requirement",
    "import_positions",
    "publish_order",
    "remove_person",
    "remove_role",
    "require",
    "retire_position",
    "tell_people",
    "write_allocation",
]
