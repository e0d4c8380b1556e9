"""The only writers of positions, roles, what they ask for, and work orders."""

from competencies.positions.services.extending import (
    add_position,
    add_role,
    end_requirement,
    remove_role,
    require,
    retire_position,
)
from competencies.positions.services.taking import Imported, import_positions

__all__ = [
    "Imported",
    "add_position",
    "add_role",
    "end_requirement",
    "import_positions",
    "remove_role",
    "require",
    "retire_position",
]
