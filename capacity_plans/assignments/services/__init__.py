"""The verbs of assignments."""

from capacity_plans.assignments.services.materialising import assign_next, materialise
from capacity_plans.assignments.services.reassigning import reassign_person
from capacity_plans.assignments.services.settling import settle_for, settle_person

__all__ = ["assign_next", "materialise", "reassign_person", "settle_for", "settle_person"]
