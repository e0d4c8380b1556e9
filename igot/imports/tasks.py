"""Celery's door to sheets and files."""

from celery import shared_task

from igot.imports import queries, services
from igot.kernel.clock import now
from igot.kernel.workers import poke


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def work(*, job: str) -> None:
    """Check, apply or undo a sheet; hand over to a fresh task when it takes long."""
    if services.work(job_id=job, at=now()):
        poke(services.WORK, queue="heavy", job=job)


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def make(*, export: str) -> None:
    """Make a file that was asked for."""
    services.make_export(export_id=export, at=now())


@shared_task(soft_time_limit=50, time_limit=60, ignore_result=True)
def sweep() -> None:
    """Find what a dead broker or a killed worker left behind; let expired files go."""
    for job in queries.owed_jobs():
        poke(services.WORK, queue="heavy", job=job)
    for export in queries.owed_exports():
        poke(services.MAKE, queue="heavy", export=export)
    services.expire(at=now())
