"""A correction is decided by a second person; those whose result changes are told."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.corrections import queries, services
from igot.accounts.access import Role
from igot.approvals import kinds as approvals
from igot.notifications.kinds import NoticeKind, register

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request


def page(request: "Request") -> str:
    """Where the decider looks at what would change."""
    return reverse("correction", args=[request.organisation.slug, request.subject_id])


def on_approved(request: "Request", actor: "User", at: datetime) -> None:
    """It is in force."""
    services.apply_correction(correction=queries.correction(request.subject_id), actor=actor, at=at)


def on_returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    """It was not approved."""
    services.return_correction(correction=queries.correction(request.subject_id))


def on_withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    """Its asker took it back."""
    services.return_correction(correction=queries.correction(request.subject_id))


approvals.register(
    approvals.ApprovalKind(
        name=services.KIND,
        steps=[approvals.StepRule("approve", Role.CONTENT_PUBLISHER, _("Approval"))],
        label=_("Correction of a key"),
        page=page,
        on_approved=on_approved,
        on_returned=on_returned,
        on_withdrawn=on_withdrawn,
    )
)
register(
    NoticeKind(
        name="assessments.result_corrected",
        cls="statutory",
        title=_("Your result in “%(title)s” was corrected"),
        body=_(
            "The key of a question was wrong. Your result was %(before)s %% and is %(after)s %% now. "
            "The reason given: %(reason)s"
        ),
        label=_("A result was corrected"),
    )
)
