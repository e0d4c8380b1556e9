"""Celery's door to the mails."""

import logging
import time

from celery import shared_task

from igot.kernel.clock import now
from igot.notifications import services

logger = logging.getLogger(__name__)

BATCH = 100
SECONDS_BEFORE_NEXT_POKE = 5.0
_silent_until = 0.0


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def send_due() -> None:
    """Send what is owed and due; hand over to a fresh task after a batch."""
    for _ in range(BATCH):
        if not services.send_next(at=now()):
            return
    poke()


def poke() -> None:
    """Tell a worker that a mail is owed. A dead broker costs nothing but time: the schedule finds it later."""
    global _silent_until  # noqa: PLW0603 - one breaker per process
    if time.monotonic() < _silent_until:
        return
    try:
        send_due.apply_async(queue="mail")
    except Exception as error:
        _silent_until = time.monotonic() + SECONDS_BEFORE_NEXT_POKE
        logger.warning("the broker does not answer; the schedule will send: %s", error)
