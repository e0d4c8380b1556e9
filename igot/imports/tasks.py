"""Celery's door to sheets and files."""

import logging
import time

from celery import shared_task

from igot.imports import queries, services
from igot.kernel.clock import now

logger = logging.getLogger(__name__)

SECONDS_BEFORE_NEXT_POKE = 5.0
_silent_until = 0.0


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def work(*, job: str) -> None:
    """Check, apply or undo a sheet; hand over to a fresh task when it takes long."""
    if services.work(job_id=job, at=now()):
        poke("work", job=job)


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def make(*, export: str) -> None:
    """Make a file that was asked for."""
    services.make_export(export_id=export, at=now())


@shared_task(soft_time_limit=50, time_limit=60, ignore_result=True)
def sweep() -> None:
    """Find what a dead broker or a killed worker left behind; let expired files go."""
    for job in queries.owed_jobs():
        poke("work", job=job)
    for export in queries.owed_exports():
        poke("make", export=export)
    services.expire(at=now())


def poke(name: str, **kwargs: str) -> None:
    """Hand something to a worker. A dead broker costs nothing but time: the sweep finds it later."""
    global _silent_until  # noqa: PLW0603 - one breaker per process
    if time.monotonic() < _silent_until:
        return
    try:
        {"work": work, "make": make}[name].apply_async(kwargs=kwargs, queue="heavy")
    except Exception as error:
        _silent_until = time.monotonic() + SECONDS_BEFORE_NEXT_POKE
        logger.warning("the broker does not answer; the sweep will find it: %s", error)
