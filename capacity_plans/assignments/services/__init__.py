"""The verbs of assignments."""

from capacity_plans.assignments.services.materialising import assign_next, materialise
from capacity_plans.assignments.services.reassigning import assign_newcomers, reassign_person
from capacity_plans.assignments.services.settling import settle_courses, settle_for, settle_people, settle_person

__all__ = [
    "assign_newcomers",
    "assign_next",
    "materialise",
    "reassign_person",
    "settle_courses",
    "settle_for",
    "settle_people",
    "settle_person",
]
