"""Whose passbook one may open, and what one may say in it.

A passbook is its holder's. Their supervisor and the assessors of their organisation may open it, attest levels in it
and object to evidence; administrators, leaders, plan managers and auditors of the organisation may read it.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from competencies.evidence import queries
from competencies.evidence.models import (
    CheckInvitation,
    Claim,
    ClaimDocument,
    Dispute,
    Evidence,
    HoldingMigration,
    Rating,
    WorkplaceCheck,
)
from igot.accounts.access import Role, current_grants, may
from igot.accounts.queries import person
from igot.kernel.errors import Denied, NotFound
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

ASSESSORS = (Role.ASSESSOR,)
READERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)
# Who may list names and levels of many: who acts for these people. Leaders and auditors read of many in numbers.
NAME_READERS = (Role.ORGANISATION_ADMIN, Role.PLAN_MANAGER)
# Carrying holdings over changes the record of many: the reviewers of the framework answer for it.
MIGRATORS = (Role.CBC_REVIEWER, Role.FRAC_REVIEWER)


def can_rate(user: "User", learner: "User") -> bool:
    """Whether the person may attest levels of another and object to their evidence."""
    return relation_to(user, learner) is not None


def relation_to(user: "User", learner: "User") -> str | None:
    """How the person stands to another whose level they may attest: supervisor before assessor; None for all others."""
    if user.pk == learner.pk or learner.organisation is None:
        return None
    if learner.supervisor_id == user.pk:
        return Rating.Relation.SUPERVISOR
    return Rating.Relation.ASSESSOR if may(user, ASSESSORS, learner.organisation) else None


def passbook_to_see(user: "User", slug: str, public_id: UUID) -> "User":
    """A person of the organisation's subtree, for their supervisor, assessors and readers there. Raises NotFound for
    strangers, Denied for those with another role in the organisation.
    """
    organisation = organisations.by_slug(slug)
    found = person(public_id)
    if found.organisation is None or not is_within(found.organisation, organisation):
        raise NotFound()
    return _opened(user, found)


def passbook_for_api(user: "User", public_id: UUID) -> "User":
    """The same, found without the organisation's address."""
    return _opened(user, person(public_id))


def _opened(user: "User", found: "User") -> "User":
    place = found.organisation
    if place is None:
        raise NotFound()
    if can_rate(user, found) or may(user, READERS, place):
        return found
    if any(is_within(place, grant.organisation) for grant in current_grants(user)):
        raise Denied()
    raise NotFound()


def passbook_to_rate(user: "User", slug: str, public_id: UUID) -> "User":
    """A person whose levels one may attest. Raises NotFound, or Denied for those who may only read."""
    found = passbook_to_see(user, slug, public_id)
    if not can_rate(user, found):
        raise Denied()
    return found


def evidence_to_dispute(user: "User", public_id: UUID) -> Evidence:
    """One's own evidence, or that of somebody whose levels one may attest; in the open scope. Raises NotFound."""
    found = queries.evidence(public_id)
    if found.learner_id != user.pk and not can_rate(user, found.learner):
        raise NotFound()
    return found


def dispute_to_decide(organisation: "Organisation", public_id: UUID) -> Dispute:
    """An objection in the organisation's subtree; the view's door has checked the role. Raises NotFound."""
    found = queries.dispute(public_id)
    if not is_within(found.organisation, organisation):
        raise NotFound()
    return found


def claim_to_own(user: "User", public_id: UUID) -> Claim:
    """One's own claim. Raises NotFound."""
    with subtree(user.organisation):
        found = queries.claim(public_id)
    if found.learner_id != user.pk:
        raise NotFound()
    return found


def claim_to_verify(organisation: "Organisation", public_id: UUID) -> Claim:
    """A submitted claim in the organisation's subtree; the view's door has checked the role. Raises NotFound."""
    found = queries.claim(public_id)
    if not is_within(found.organisation, organisation) or found.state == Claim.State.DRAFT:
        raise NotFound()
    return found


def document_to_read(claim: Claim, public_id: UUID) -> ClaimDocument:
    """A document of a claim whose door was opened. Raises NotFound."""
    found: ClaimDocument | None = claim.documents.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def person_to_check(user: "User", public_id: UUID) -> "User":
    """Oneself, or somebody whom one supervises: about whom one may open a workplace check. Raises NotFound."""
    found = person(public_id)
    if user.pk not in (found.pk, found.supervisor_id):
        raise NotFound()
    return found


def check_to_answer(user: "User", public_id: UUID) -> CheckInvitation:
    """The person's own invitation to a check. Raises NotFound."""
    found = queries.invitation_of(user, public_id)
    if found is None:
        raise NotFound()
    return found


def check_to_see(user: "User", public_id: UUID) -> WorkplaceCheck:
    """A check about oneself, or one that one has opened; never who answered what. Raises NotFound."""
    found = queries.checks_of(user).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def migration_to_see(organisation: "Organisation", public_id: UUID) -> HoldingMigration:
    """A migration of holdings in the organisation; the view's door has checked the role. Raises NotFound."""
    found = queries.migration(public_id)
    if found.organisation_id != organisation.pk:
        raise NotFound()
    return found
