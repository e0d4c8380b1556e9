"""A plan for everybody."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans import services
from capacity_plans.plans.models import PlanAssignment, PlanVersion
from courses.authoring.models import Course
from igot.accounts.models import User
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.kernel.clock import FinancialYear, day_in_india, now
from igot.organisations.queries import root
from igot.seed.people import CBC_REVIEWER
from igot.seed.scale.plan import LEADER, MANAGER
from tests.benchmarks.ground import wait_until
from tests.benchmarks.memory import Watch
from tests.benchmarks.registry import measured
from tests.benchmarks.rows import Row

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground

ITEMS = 3


@measured
def plan_publish(ground: "Ground") -> Iterator[Row]:
    """From the leader's press of the button until everybody has their assignments and the numbers are counted.

    A plan of the government with three courses for everyone: `rps` is people a second.
    """
    version = _approved()
    ground.quiet()
    with Watch("celery", whole=False) as watch:
        began = time.perf_counter()
        services.publish_plan(version=version, actor=User.objects.get(email=LEADER), at=now())
        wait_until(lambda: PlanVersion.objects.filter(pk=version.pk, materialised_at__isnull=False).exists())
        assigned = time.perf_counter() - began
        wait_until(lambda: not _uncounted(version))
        seconds = time.perf_counter() - began
    rows = PlanAssignment.objects.filter(plan=version.plan)
    people = rows.values("learner").distinct().count()
    yield Row(
        scenario="plan_publish", concurrency=1, rps=round(people / seconds, 1), seconds=round(seconds, 2),
        peak_mb=watch.peak, errors=int(people == 0),
        note=f"{people} people, {rows.count()} assignments; assigned after {assigned:.1f} s",
    )  # fmt: skip
    ground.quiet()


def _uncounted(version: PlanVersion) -> bool:
    numbers = PlanProgress.objects.filter(plan=version.plan)
    return numbers.filter(stale=True).exists() or not numbers.filter(counted_at__isnull=False).exists()


def _approved() -> PlanVersion:
    top, at = root(), now() - timedelta(minutes=5)
    assert top is not None
    manager = User.objects.get(email=MANAGER)
    year = FinancialYear.of(day_in_india(at))
    version = services.draft_plan(
        organisation=top, year=year.start, kind="special", title="Everybody", objectives="Measured.", actor=manager,
        at=at,
    )  # fmt: skip
    for course in Course.objects.filter(slug__startswith="course-").order_by("slug")[20 : 20 + ITEMS]:
        services.add_item(
            version=version, course=course, need="mandatory", label="ministry", due_on=year.last_day,
            audience={"everyone": True}, apar_relevant=False, reason="Measured.", actor=manager, at=at,
        )  # fmt: skip
    services.submit_plan(version=version, actor=manager, at=at)
    request = requests.history("capacity_plans.plan", version.public_id)[0]
    approvals.approve(request=request, actor=User.objects.get(email=CBC_REVIEWER), at=at)
    version.refresh_from_db()
    return version
