"""What work orders set in motion."""

from competencies.positions import queries, services
from competencies.positions.facts import WorkOrderPublished
from igot.journal.facts import Happened, handles
from igot.kernel.clock import now


@handles(WorkOrderPublished, queue="heavy")
def draw_in_english(happened: Happened[WorkOrderPublished]) -> None:
    """Draw the English PDF."""
    services.draw_order(order=queries.order_by_id(happened.fact.order), language="en", at=now())


@handles(WorkOrderPublished, queue="heavy")
def draw_in_hindi(happened: Happened[WorkOrderPublished]) -> None:
    """Draw the Hindi PDF."""
    services.draw_order(order=queries.order_by_id(happened.fact.order), language="hi", at=now())


@handles(WorkOrderPublished)
def tell_people(happened: Happened[WorkOrderPublished]) -> None:
    """Tell those who stand in it."""
    services.tell_people(order=queries.order_by_id(happened.fact.order), at=happened.occurred_at)
