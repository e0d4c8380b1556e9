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
