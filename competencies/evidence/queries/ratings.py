"""Ratings, self-assessments and objections."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from competencies.evidence.models import Dispute, Rating, SelfAssessment
from igot.accounts.models import Role
from igot.accounts.queries import people_with_role
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


def rating(public_id: UUID | str) -> Rating:
    """One rating within the open scope. Raises NotFound."""
    found: Rating | None = (
        Rating.objects.filter(public_id=public_id).select_related("learner", "rater", "competency").first()
    )
    if found is None:
        raise NotFound()
    return found


def ratings_of(user: "User") -> QuerySet[Rating]:
    """Every rating of a person, newest first."""
    found = Rating.objects.filter(learner=user).select_related("rater", "competency")
    return found.order_by("-rated_at", "-pk")


def self_assessments(user: "User") -> dict[int, SelfAssessment]:
    """What a person last said of themselves, by the competency's key."""
    rows = SelfAssessment.objects.filter(learner=user).select_related("competency").order_by("assessed_at", "pk")
    return {row.competency_id: row for row in rows}


def dispute(public_id: UUID | str) -> Dispute:
    """One objection within the open scope. Raises NotFound."""
    found: Dispute | None = _disputes().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def disputes_in(organisation: "Organisation", *, open_only: bool) -> QuerySet[Dispute]:
    """The objections to evidence of a subtree's people; the oldest open one first."""
    found = _disputes().filter(organisation__path__startswith=organisation.path)
    if open_only:
        return found.filter(state=Dispute.State.OPEN).order_by("raised_at", "pk")
    return found.exclude(state=Dispute.State.OPEN).order_by("-decided_at", "-pk")


def deciders_of(found: Dispute, at: datetime) -> "QuerySet[User]":
    """The assessors who may decide an objection: they take no part in it."""
    concerned = (found.raised_by_id, found.evidence.rater_id, found.evidence.learner_id)
    assessors = people_with_role(Role.ASSESSOR, found.organisation, at)
    return assessors.exclude(pk__in=[person for person in concerned if person is not None])


def _disputes() -> QuerySet[Dispute]:
    return Dispute.objects.select_related(
        "evidence__learner", "evidence__competency__scale", "evidence__rater", "raised_by", "decided_by", "organisation"
    )
