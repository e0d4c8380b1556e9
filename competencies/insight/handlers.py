"""What happens to levels, people and requirements changes gaps."""

from collections.abc import Sequence

from competencies.evidence.facts import LevelSettled
from competencies.framework.facts import ItemApproved, ItemFollowed, ItemRetired, ItemsMerged
from competencies.insight import services
from competencies.positions.facts import RequirementsChanged, WorkOrderArchived, WorkOrderPublished
from igot.accounts.facts import PersonAdded, PersonChanged, PersonDeactivated, PersonMoved, PersonReactivated
from igot.journal.facts import Happened, handles, handles_together


@handles_together(LevelSettled)
def recount_level(happened: Sequence[Happened[LevelSettled]]) -> None:
    settled = [(one.fact.person, one.fact.competency) for one in happened]
    services.recount_levels(settled=settled, at=max(one.occurred_at for one in happened))


@handles_together(PersonAdded)
def count_newcomer(happened: Sequence[Happened[PersonAdded]]) -> None:
    services.mark_persons(persons=[one.fact.person for one in happened], at=happened[-1].occurred_at)


@handles_together(PersonMoved)
def count_moved(happened: Sequence[Happened[PersonMoved]]) -> None:
    services.mark_persons(persons=[one.fact.person for one in happened], at=happened[-1].occurred_at)


@handles_together(PersonChanged)
def count_changed(happened: Sequence[Happened[PersonChanged]]) -> None:
    placed = [one.fact.person for one in happened if {"postings", "designation"} & set(one.fact.fields)]
    services.mark_persons(persons=placed, at=happened[-1].occurred_at)


@handles_together(PersonDeactivated)
def count_out(happened: Sequence[Happened[PersonDeactivated]]) -> None:
    services.mark_persons(persons=[one.fact.person for one in happened], at=happened[-1].occurred_at)


@handles_together(PersonReactivated)
def count_back_in(happened: Sequence[Happened[PersonReactivated]]) -> None:
    services.mark_persons(persons=[one.fact.person for one in happened], at=happened[-1].occurred_at)


@handles(ItemApproved)
def count_approved(happened: Happened[ItemApproved]) -> None:
    services.mark_those_asked(kind=happened.fact.item_kind, item=happened.fact.item, at=happened.occurred_at)


@handles(ItemRetired)
def count_retired(happened: Happened[ItemRetired]) -> None:
    services.mark_those_asked(kind=happened.fact.item_kind, item=happened.fact.item, at=happened.occurred_at)


@handles(ItemFollowed)
def count_followed(happened: Happened[ItemFollowed]) -> None:
    services.mark_those_asked(kind=happened.fact.item_kind, item=happened.fact.item, at=happened.occurred_at)


@handles(ItemsMerged)
def count_merged(happened: Happened[ItemsMerged]) -> None:
    services.mark_those_asked(kind=happened.fact.item_kind, item=happened.fact.item, at=happened.occurred_at)


@handles(RequirementsChanged)
def count_asked(happened: Happened[RequirementsChanged]) -> None:
    fact, at = happened.fact, happened.occurred_at
    services.mark_asked(position=fact.position, role=fact.role, person=fact.person, at=at)


@handles(WorkOrderPublished)
def count_ordered(happened: Happened[WorkOrderPublished]) -> None:
    fact = happened.fact
    services.mark_ordered(orders=[fact.order, fact.previous], at=happened.occurred_at)


@handles(WorkOrderArchived)
def count_released(happened: Happened[WorkOrderArchived]) -> None:
    services.mark_ordered(orders=[happened.fact.order], at=happened.occurred_at)
