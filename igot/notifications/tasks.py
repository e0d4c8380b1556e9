"""Celery's door to the mails."""

from celery import shared_task

from igot.kernel.clock import now
from igot.kernel.workers import poke
from igot.notifications import services

BATCH = 100


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def send_due() -> None:
    """Send what is owed and due; hand over to a fresh task after a batch."""
    for _ in range(BATCH):
        if not services.send_next(at=now()):
            return
    poke(services.SEND_DUE, queue="mail")
