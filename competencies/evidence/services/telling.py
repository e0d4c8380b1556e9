"""Tell people of ratings and objections that concern them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from competencies.evidence import queries
from igot.accounts.access import Role
from igot.accounts.queries import people_with_role
from igot.notifications.services import tell, tell_many

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


@transaction.atomic
def tell_of_rating(*, rating: str, at: datetime) -> None:
    """Tell a person that somebody attested a level of theirs."""
    given = queries.rating(rating)
    tell(
        person=given.learner,
        kind="competencies.rated",
        key=rating,
        values={
            "competency": given.competency.in_all_languages("name"),
            "level": given.level,
            "name": given.rater.names,
        },
        link="/passbook/",
        at=at,
    )


@transaction.atomic
def tell_of_dispute(*, dispute: str, at: datetime) -> None:
    """Tell the person whose evidence it is, unless it was they who objected."""
    found = queries.dispute(dispute)
    if found.raised_by_id != found.evidence.learner_id:
        tell(
            person=found.evidence.learner,
            kind="competencies.disputed",
            key=dispute,
            values={"competency": found.evidence.competency.in_all_languages("name"), "reason": found.reason},
            link="/passbook/",
            at=at,
        )


@transaction.atomic
def tell_assessors(*, dispute: str, at: datetime) -> int:
    """Tell the assessors who may decide that an objection waits, or the administrators that there is no such assessor.
    Returns how many were told.
    """
    found = queries.dispute(dispute)
    people = list(queries.deciders_of(found, at).values_list("pk", flat=True))
    if not people:
        return _ask_for_assessor(found.organisation, dispute, at)
    return tell_many(
        people=people,
        kind="competencies.dispute_waits",
        key=dispute,
        values={"competency": found.evidence.competency.in_all_languages("name"), "name": found.evidence.learner.names},
        link=f"/o/{found.organisation.slug}/disputes/",
        at=at,
    )


@transaction.atomic
def tell_of_claim(*, claim: str, at: datetime) -> int:
    """Tell the administrators of a claim that no assessor can verify. Returns how many were told."""
    found = queries.claim(claim)
    return 0 if queries.verifiers_of(found, at).exists() else _ask_for_assessor(found.organisation, claim, at)


def _ask_for_assessor(organisation: "Organisation", key: str, at: datetime) -> int:
    return tell_many(
        people=people_with_role(Role.ORGANISATION_ADMIN, organisation, at).values_list("pk", flat=True),
        kind="competencies.assessor_missing",
        key=key,
        values={"organisation": organisation.in_all_languages("name")},
        link=f"/o/{organisation.slug}/roles/",
        at=at,
    )


@transaction.atomic
def tell_of_decision(*, dispute: str, at: datetime) -> None:
    """Tell those concerned how an objection was decided: who raised it, whose evidence it is, who had attested it."""
    found = queries.dispute(dispute)
    concerned = {found.raised_by_id, found.evidence.learner_id, found.evidence.rater_id} - {None}
    tell_many(
        people=[person for person in concerned if person is not None],
        kind=f"competencies.dispute_{found.state}",
        key=dispute,
        values={"competency": found.evidence.competency.in_all_languages("name"), "decision": found.decision},
        link="",
        at=at,
    )
