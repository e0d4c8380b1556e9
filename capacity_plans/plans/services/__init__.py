"""The verbs of plans."""

from capacity_plans.plans.services.decisions import (
    approve_plan,
    problems,
    publish_plan,
    return_plan,
    submit_plan,
    take_back,
)
from capacity_plans.plans.services.drafting import amend, change_version, draft_plan
from capacity_plans.plans.services.items import add_item, change_item, remove_item

__all__ = [
    "add_item",
    "amend",
    "approve_plan",
    "change_item",
    "change_version",
    "draft_plan",
    "problems",
    "publish_plan",
    "remove_item",
    "return_plan",
    "submit_plan",
    "take_back",
]
