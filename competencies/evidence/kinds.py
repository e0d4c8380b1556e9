"""What people are told about their levels, and how a claim of prior learning is decided."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competencies.evidence import queries, services, uses
from igot.accounts.access import Role
from igot.approvals import kinds as approvals
from igot.approvals.kinds import ApprovalKind, StepRule
from igot.kernel.tenancy import subtree
from igot.notifications import kinds
from igot.notifications.kinds import NoticeKind

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request

# What rests on a competency makes itself known by being imported.
__all__ = ["uses"]


def _page(request: "Request") -> str:
    return reverse("claim_to_verify", kwargs={"slug": request.organisation.slug, "public_id": request.subject_id})


def _own_page(request: "Request") -> str:
    return reverse("claim", kwargs={"public_id": request.subject_id})


# The learner may serve elsewhere by now: their claim went along, the request stayed where it was asked.
def _approved(request: "Request", actor: "User", at: datetime) -> None:
    with subtree(request.requested_by.organisation):
        services.count_claim(claim=queries.claim(request.subject_id), actor=actor, at=at)


def _returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    with subtree(request.requested_by.organisation):
        services.reopen_claim(claim=queries.claim(request.subject_id), actor=actor, at=at)


def _withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    with subtree(request.requested_by.organisation):
        services.drop_claim(claim=queries.claim(request.subject_id), at=at)


approvals.register(
    ApprovalKind(
        name="competencies.claim",
        steps=[StepRule("verify", Role.ASSESSOR, _("Verification by an assessor"))],
        label=_("Prior learning"),
        always_four_eyes=True,
        page=_page,
        own_page=_own_page,
        on_approved=_approved,
        on_returned=_returned,
        on_withdrawn=_withdrawn,
    )
)
kinds.register(
    NoticeKind(
        name="competencies.level_reached",
        cls="social",
        label=_("I reached a new level in a competency"),
        title=_("You now hold level %(level)s in %(competency)s"),
        body=_("Your passbook shows the evidence it rests on."),
        mail_by_default=False,
    )
)
kinds.register(
    NoticeKind(
        name="competencies.level_ends",
        cls="transactional",
        label=_("A level of mine is about to end"),
        title=_("Your level %(level)s in %(competency)s is valid until %(day)s"),
        body=_("Afterwards the evidence for it counts no longer. Your passbook shows what would renew it."),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.rated",
        cls="social",
        label=_("Somebody attested a level of mine"),
        title=_("%(name)s attested level %(level)s in %(competency)s"),
        body=_("Your passbook shows the reason, and lets you object."),
        mail_by_default=False,
    )
)
kinds.register(
    NoticeKind(
        name="competencies.disputed",
        cls="transactional",
        label=_("Somebody objected to evidence of mine"),
        title=_("There is an objection to your evidence in %(competency)s"),
        body=_("The reason given: %(reason)s. The evidence goes on counting until an assessor has decided."),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.dispute_waits",
        cls="transactional",
        label=_("An objection waits for my decision"),
        title=_("An objection to evidence of %(name)s in %(competency)s waits for a decision"),
        body=_("An assessor who took no part in it decides."),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.assessor_missing",
        cls="transactional",
        label=_("My organisation has no assessor for something that waits"),
        title=_("%(organisation)s needs an assessor: evidence waits that nobody can decide on"),
        body=_("A claim or an objection is decided by an assessor who takes no part in it. Give somebody that role."),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.dispute_upheld",
        cls="transactional",
        label=_("An objection that concerns me was upheld"),
        title=_("The objection to evidence in %(competency)s was upheld"),
        body=_("The evidence counts no longer. The reasons: %(decision)s"),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.dispute_rejected",
        cls="transactional",
        label=_("An objection that concerns me was rejected"),
        title=_("The objection to evidence in %(competency)s was rejected"),
        body=_("The evidence goes on counting. The reasons: %(decision)s"),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.check_asked",
        cls="transactional",
        label=_("I am asked in a workplace check"),
        title=_("Three questions about %(name)s: %(competency)s"),
        body=_("It takes a minute, and nobody learns what you answered."),
    )
)
kinds.register(
    NoticeKind(
        name="competencies.check_counted",
        cls="social",
        label=_("A workplace check was counted"),
        title=_("The workplace check of %(name)s is counted: %(competency)s"),
        body=_("Open it to see what the answers say together."),
        mail_by_default=False,
    )
)
kinds.register(
    NoticeKind(
        name="competencies.check_too_few",
        cls="social",
        label=_("A workplace check got too few answers"),
        title=_("Too few answered the workplace check of %(name)s: %(competency)s"),
        body=_("Under four answers nothing is revealed, and the answers were deleted."),
        mail_by_default=False,
    )
)
