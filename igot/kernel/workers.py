"""Hand something to a worker by the name of its task, so that services need not know tasks."""

import logging
import time

from celery import current_app

logger = logging.getLogger(__name__)

SECONDS_BEFORE_NEXT_POKE = 5.0
_silent_until = 0.0


def poke(task: str, *, queue: str, **kwargs: str) -> None:
    """Ask a worker to run the task. A dead broker costs nothing but time: the schedule finds what is owed later."""
    global _silent_until  # noqa: PLW0603 - one breaker per process
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task, kwargs=kwargs, queue=queue)
    except Exception as error:
        _silent_until = time.monotonic() + SECONDS_BEFORE_NEXT_POKE
        logger.warning("the broker does not answer; the schedule will find it: %s", error)
