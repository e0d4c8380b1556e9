"""Claims of prior learning."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from competencies.evidence.models import Claim
from igot.accounts.models import Role
from igot.accounts.queries import people_with_role
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


def claim(public_id: UUID | str) -> Claim:
    """One claim within the open scope. Raises NotFound."""
    found: Claim | None = _claims().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def claims_of(user: "User") -> QuerySet[Claim]:
    """A person's own claims, newest first."""
    return _claims().filter(learner=user).order_by("-created_at", "-pk")


def claims_in(organisation: "Organisation", state: str = "") -> QuerySet[Claim]:
    """What people of a subtree have submitted, the newest first; drafts are their own."""
    found = _claims().filter(organisation__path__startswith=organisation.path)
    found = found.filter(state=state) if state else found.exclude(state=Claim.State.DRAFT)
    return found.exclude(state=Claim.State.DRAFT).order_by("-created_at", "-pk")


def verifiers_of(found: Claim, at: datetime) -> "QuerySet[User]":
    """The assessors who may verify a claim: nobody verifies their own."""
    return people_with_role(Role.ASSESSOR, found.organisation, at).exclude(pk=found.learner_id)


def _claims() -> QuerySet[Claim]:
    return Claim.objects.select_related("learner", "organisation", "competency__scale").prefetch_related(
        "competency__scale__levels", "documents"
    )
