"""What the clock asks of gaps."""

from celery import shared_task

from competencies.insight import services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def sweep_gaps() -> None:
    """Count again whoever was marked, a batch per transaction, until nobody is left."""
    with everywhere():
        while services.sweep(at=now()):
            pass


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def count_new_day() -> None:
    """A new day in India: postings, orders and requirements have begun and ended."""
    with everywhere():
        services.count_new_day(at=now())
