"""Celery's door to attempts."""

from celery import shared_task

from assessments.attempts import services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


@shared_task(soft_time_limit=110, time_limit=120, ignore_result=True)
def expire_due() -> None:
    """Hand in what is overdue, in every organisation."""
    with everywhere():
        services.expire_due(at=now())
