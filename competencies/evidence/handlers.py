"""Evidence settles levels; people take theirs along."""

from competencies.evidence import facts, services
from igot.accounts.facts import PersonMoved
from igot.journal.facts import Happened, handles


@handles(facts.EvidenceRecorded)
def settle_recorded(happened: Happened[facts.EvidenceRecorded]) -> None:
    services.settle_for(person=happened.fact.person, competency=happened.fact.competency, at=happened.occurred_at)


@handles(facts.EvidenceWithdrawn)
def settle_withdrawn(happened: Happened[facts.EvidenceWithdrawn]) -> None:
    services.settle_for(person=happened.fact.person, competency=happened.fact.competency, at=happened.occurred_at)


@handles(facts.LevelSettled)
def tell_of_level(happened: Happened[facts.LevelSettled]) -> None:
    fact = happened.fact
    services.tell_of_level(
        person=fact.person, competency=fact.competency, before=fact.before, level=fact.level, at=happened.occurred_at
    )


@handles(PersonMoved)
def follow_person(happened: Happened[PersonMoved]) -> None:
    services.move(person=happened.fact.person, at=happened.occurred_at)
