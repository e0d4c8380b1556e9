"""What plans ask of the approvals: one review by the Capacity Building Commission."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity_plans.plans import queries, services
from igot.accounts.access import Role
from igot.approvals.kinds import ApprovalKind, StepRule, register

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request

KIND = "capacity_plans.plan"


def page(request: "Request") -> str:
    """Where the reviewer reads the plan."""
    version = queries.version_by_id(request.subject_id)
    return reverse("plan", args=[request.organisation.slug, version.plan.public_id])


def on_approved(request: "Request", actor: "User", at: datetime) -> None:
    """The reviewer's yes."""
    services.approve_plan(version_id=request.subject_id, actor=actor, at=at)


def on_returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    """The reviewer's return; the comment stays in the request's history, where the plan's page shows it."""
    services.return_plan(version_id=request.subject_id, actor=actor, at=at)


def on_withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    """A review that was withdrawn leaves a draft."""
    services.take_back(version=queries.version_by_id(request.subject_id), actor=actor, at=at)


register(
    ApprovalKind(
        name=KIND,
        label=_("Capacity building plan"),
        steps=[StepRule("review", Role.CBC_REVIEWER, _("Review by the Capacity Building Commission"))],
        page=page,
        on_approved=on_approved,
        on_returned=on_returned,
        on_withdrawn=on_withdrawn,
    )
)
