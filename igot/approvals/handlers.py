"""Tell those who have to decide, and the one who asked."""

from igot.approvals import facts, services
from igot.journal.facts import Happened, handles


@handles(facts.RequestOpened)
def tell_first_deciders(happened: Happened[facts.RequestOpened]) -> None:
    services.tell_deciders(request_id=happened.fact.request, at=happened.occurred_at)


@handles(facts.StepApproved)
def tell_next_deciders(happened: Happened[facts.StepApproved]) -> None:
    services.tell_deciders(request_id=happened.fact.request, at=happened.occurred_at)


@handles(facts.RequestApproved)
def tell_of_approval(happened: Happened[facts.RequestApproved]) -> None:
    services.tell_requester(request_id=happened.fact.request, at=happened.occurred_at)


@handles(facts.RequestReturned)
def tell_of_return(happened: Happened[facts.RequestReturned]) -> None:
    services.tell_requester(request_id=happened.fact.request, at=happened.occurred_at)
