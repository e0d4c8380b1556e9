"""A sheet of ten thousand people."""

import io
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.files import File

from igot.accounts.models import User
from igot.imports import services
from igot.imports.models import Job
from igot.imports.people.rules import HEADINGS
from igot.kernel.clock import now
from igot.organisations.models import Organisation
from igot.seed.scale.plan import ADMINISTRATOR
from tests.benchmarks.ground import wait_until
from tests.benchmarks.memory import Watch
from tests.benchmarks.registry import measured
from tests.benchmarks.rows import Row

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground

ROWS = 10_000
ORGANISATION = "DOE"


@measured
def user_import(ground: "Ground") -> Iterator[Row]:
    """Uploaded, checked by a worker, applied by a worker; then, as a row of its own, until all that follows from so
    many newcomers is settled. `rps` is people a second.
    """
    organisation, actor = Organisation.objects.get(code=ORGANISATION), User.objects.get(email=ADMINISTRATOR)
    ground.quiet()
    before = User.objects.count()
    with Watch("celery", whole=False) as watch:
        began = time.perf_counter()
        job = services.upload(
            kind="people", organisation=organisation, file=File(_sheet(), name="people.csv"), actor=actor, at=now()
        )
        checked = reached(job, Job.State.CHECKED, began)
        job.refresh_from_db()
        services.apply_job(job=job, actor=actor, at=now())
        seconds = reached(job, Job.State.APPLIED, began)
        job.refresh_from_db()
        made = User.objects.count() - before
        yield Row(
            scenario="user_import", concurrency=1, rps=round(made / seconds, 1), seconds=round(seconds, 2),
            peak_mb=watch.peak, errors=job.rows_wrong + abs(ROWS - made),
            note=f"{made} people; checked after {checked:.1f} s",
        )  # fmt: skip
        ground.quiet()
        settled = time.perf_counter() - began
        yield Row(
            scenario="user_import_settled", concurrency=1, rps=round(made / settled, 1), seconds=round(settled, 2),
            peak_mb=watch.peak,
        )  # fmt: skip


def reached(job: Job, state: str, began: float) -> float:
    """When the job had got there, in seconds since the beginning."""
    ended = {state, Job.State.FAILED}
    wait_until(lambda: Job.objects.filter(pk=job.pk, state__in=ended).exists())
    return time.perf_counter() - began


def _sheet() -> io.BytesIO:
    lines = [",".join(HEADINGS)]
    stamp = f"{now():%d%H%M%S}"
    for number in range(ROWS):
        mobile = f"6{number + int(stamp) * 7 % 10**9 % 899_990_000:09d}"
        lines.append(
            f"Benchmark Person,new.{stamp}.{number}@bench.igot.example,{mobile},Group B,Section Officer,Female,General,"
            f"09-04-1985,Hindi,B{stamp}{number},110001,,,bench"
        )
    return io.BytesIO(("\n".join(lines) + "\n").encode())
