"""Index of the rooms' models, so that Django sees one app."""

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import Plan, PlanAssignment, PlanItem, PlanVersion

__all__ = ["Plan", "PlanAssignment", "PlanItem", "PlanProgress", "PlanVersion"]
