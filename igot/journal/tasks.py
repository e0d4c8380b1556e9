"""Celery's door to the journal."""

from celery import shared_task

from igot.journal import services
from igot.kernel.clock import now

BATCH = 200
# What takes long is taken one by one: a lease must outlast the last of a batch.
ONE_BY_ONE = ("heavy",)


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def deliver(*, queue: str) -> None:
    """Deliver what is due in a queue; hand over to a fresh task after a batch, so that none runs for ever."""
    most, delivered = 1 if queue in ONE_BY_ONE else services.BATCH, 0
    while delivered < BATCH:
        count = services.deliver_some(at=now(), queue=queue, most=most)
        if not count:
            return
        delivered += count
    services.poke(queue)


@shared_task(soft_time_limit=25, time_limit=30, ignore_result=True)
def sweep() -> None:
    """Find what is owed and due: what a dead broker or a killed worker left behind."""
    for queue in services.owed_queues(at=now()):
        services.poke(queue)


@shared_task(soft_time_limit=10, time_limit=15, ignore_result=True)
def heartbeat() -> None:
    """Say that a worker answers; look ahead for the journal's next partition."""
    services.beat(name="worker", at=now())
    services.add_partition()
