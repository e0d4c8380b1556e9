"""The release of a course is decided by a reviewer and a publisher, neither of whom made it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competencies.framework.items import Use, register_use
from courses.authoring import queries, services
from courses.authoring.services.releasing import KIND
from igot.accounts.access import Role
from igot.approvals import kinds as approvals

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User
    from igot.approvals.models import Request, Step


def page(request: "Request") -> str:
    """Where the deciders look at the course."""
    course = queries.release(request.subject_id).course
    return reverse("course_edit", kwargs={"slug": request.organisation.slug, "public_id": course.public_id})


def on_step(request: "Request", step: "Step", actor: "User", at: datetime) -> None:
    """The reviewer has said yes."""
    services.mark_reviewed(release=queries.release(request.subject_id), actor=actor, at=at)


def on_approved(request: "Request", actor: "User", at: datetime) -> None:
    """The publisher has said yes, too."""
    services.publish_release(release=queries.release(request.subject_id), actor=actor, at=at)


def on_returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    """One of them wants something mended."""
    services.return_release(release=queries.release(request.subject_id), actor=actor, at=at)


def on_withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    """The creator goes on working at it."""
    services.return_release(release=queries.release(request.subject_id), actor=actor, at=at)


approvals.register(
    approvals.ApprovalKind(
        name=KIND,
        steps=[
            approvals.StepRule("review", Role.CONTENT_REVIEWER, _("Review")),
            approvals.StepRule("publish", Role.CONTENT_PUBLISHER, _("Publication")),
        ],
        label=_("Release of a course"),
        page=page,
        on_step=on_step,
        on_approved=on_approved,
        on_returned=on_returned,
        on_withdrawn=on_withdrawn,
    )
)


def tags(competency: "Competency") -> int:
    """How many courses on offer, or in the making, say that they build the competency."""
    return queries.courses_tagged(competency)


register_use(
    Use(
        name="courses.tags",
        kind="competency",
        label=_("courses that build it"),
        count=tags,
        note=_("A published edition is not rewritten: who completes it gets the evidence for the one that stays."),
    )
)
