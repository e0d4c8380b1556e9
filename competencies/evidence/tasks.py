"""What the clock asks of evidence."""

from celery import shared_task

from competencies.evidence import services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def settle_expired() -> None:
    """A new day in India: what was valid until yesterday supports no level today."""
    with everywhere():
        services.settle_expired(at=now())


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def tell_of_endings() -> None:
    """A new day in India: whose level ends within 60 or 15 days is told."""
    with everywhere():
        services.tell_of_endings(at=now())


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def close_due() -> None:
    """Workplace checks whose time is over are counted."""
    with everywhere():
        services.close_due(at=now())
