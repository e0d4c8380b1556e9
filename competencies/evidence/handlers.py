"""Evidence settles levels; people take theirs along; those concerned are told."""

from collections.abc import Sequence

from competencies.evidence import facts, services
from competencies.framework.facts import ItemFollowed, ItemRetired, ItemsMerged
from competencies.framework.models import Revision
from igot.accounts.facts import PersonMoved
from igot.journal.facts import Happened, handles, handles_together


@handles_together(facts.EvidenceRecorded)
def settle_recorded(happened: Sequence[Happened[facts.EvidenceRecorded]]) -> None:
    services.settle_for(told=[(one.fact.person, one.fact.competency, one.occurred_at) for one in happened])


@handles_together(facts.EvidenceWithdrawn)
def settle_withdrawn(happened: Sequence[Happened[facts.EvidenceWithdrawn]]) -> None:
    services.settle_for(told=[(one.fact.person, one.fact.competency, one.occurred_at) for one in happened])


@handles_together(facts.LevelSettled)
def tell_of_level(happened: Sequence[Happened[facts.LevelSettled]]) -> None:
    services.tell_of_levels(settled=[one.fact for one in happened], at=max(one.occurred_at for one in happened))


@handles(PersonMoved)
def follow_person(happened: Happened[PersonMoved]) -> None:
    services.move(person=happened.fact.person, at=happened.occurred_at)


@handles(facts.RatingGiven)
def tell_of_rating(happened: Happened[facts.RatingGiven]) -> None:
    services.tell_of_rating(rating=happened.fact.rating, at=happened.occurred_at)


@handles(facts.DisputeRaised)
def tell_of_dispute(happened: Happened[facts.DisputeRaised]) -> None:
    services.tell_of_dispute(dispute=happened.fact.dispute, at=happened.occurred_at)


@handles(facts.DisputeRaised)
def tell_assessors(happened: Happened[facts.DisputeRaised]) -> None:
    services.tell_assessors(dispute=happened.fact.dispute, at=happened.occurred_at)


@handles(facts.ClaimSubmitted)
def tell_of_claim(happened: Happened[facts.ClaimSubmitted]) -> None:
    services.tell_of_claim(claim=happened.fact.claim, at=happened.occurred_at)


@handles(facts.DisputeDecided)
def tell_of_decision(happened: Happened[facts.DisputeDecided]) -> None:
    services.tell_of_decision(dispute=happened.fact.dispute, at=happened.occurred_at)


@handles(facts.CheckOpened)
def tell_invited(happened: Happened[facts.CheckOpened]) -> None:
    services.tell_invited(check=happened.fact.check, at=happened.occurred_at)


@handles(facts.CheckClosed)
def tell_of_result(happened: Happened[facts.CheckClosed]) -> None:
    services.tell_of_result(check=happened.fact.check, at=happened.occurred_at)


@handles(facts.MigrationOrdered)
def migrate_holdings(happened: Happened[facts.MigrationOrdered]) -> None:
    services.migrate_holdings(migration=happened.fact.migration, at=happened.occurred_at)


@handles(ItemsMerged, queue="heavy")
def carry_merged(happened: Happened[ItemsMerged]) -> None:
    if happened.fact.item_kind == Revision.Kind.COMPETENCY:
        services.follow_merge(competency=happened.fact.item, at=happened.occurred_at)


@handles(ItemFollowed, queue="heavy")
def carry_followed(happened: Happened[ItemFollowed]) -> None:
    if happened.fact.item_kind == Revision.Kind.COMPETENCY:
        services.follow_merge(competency=happened.fact.item, at=happened.occurred_at)


@handles(ItemRetired, queue="heavy")
def carry_replaced(happened: Happened[ItemRetired]) -> None:
    if happened.fact.item_kind == Revision.Kind.COMPETENCY and happened.fact.replaced_by:
        services.follow_merge(competency=happened.fact.item, at=happened.occurred_at)
