"""What the clock asks of monitoring."""

from celery import shared_task

from capacity_plans.monitoring import services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


@shared_task(soft_time_limit=540, time_limit=600, ignore_result=True)
def count_overdue() -> None:
    """A new day in India: what was due yesterday is overdue, so every plan in force is counted anew."""
    with everywhere():
        services.recount_for_the_day(at=now())
