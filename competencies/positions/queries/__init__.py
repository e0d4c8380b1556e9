"""Read positions: which ones a person holds, what they ask for, and what is asked of everybody at once."""

from competencies.positions.queries.asked import Asked, asked_by, asked_of
from competencies.positions.queries.bulk import Required, personal, requirement_sets
from competencies.positions.queries.extended import inherited_by, requirements_of, roles_in_force, roles_of
from competencies.positions.queries.held import Held, position_of, positions, positions_of

__all__ = [
    "Asked",
    "Held",
    "Required",
    "asked_by",
    "asked_of",
    "inherited_by",
    "personal",
    "position_of",
    "positions",
    "positions_of",
    "requirement_sets",
    "requirements_of",
    "roles_in_force",
    "roles_of",
]
