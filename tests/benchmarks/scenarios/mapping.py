"""A sheet of a thousand designations and competencies."""

import io
import time
from collections.abc import Iterator
from itertools import islice, product
from typing import TYPE_CHECKING

from django.core.files import File

from competencies.framework.queries import approved
from competencies.positions.sheet import HEADINGS
from igot.accounts.models import User
from igot.imports import services
from igot.imports.csv import lines
from igot.imports.models import Job
from igot.kernel.clock import now
from igot.organisations.models import Organisation
from igot.organisations.queries import designations_for
from igot.seed.scale.plan import ADMINISTRATOR
from tests.benchmarks.memory import Watch
from tests.benchmarks.registry import measured
from tests.benchmarks.rows import Row
from tests.benchmarks.scenarios.imports import reached

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground

ROWS = 1000
ORGANISATION = "DOE"


@measured
def mapping_import(ground: "Ground") -> Iterator[Row]:
    """Uploaded, checked by a worker, applied by a worker: at most ten seconds. `rps` is rows a second."""
    organisation, actor = Organisation.objects.get(code=ORGANISATION), User.objects.get(email=ADMINISTRATOR)
    ground.quiet()
    with Watch("celery", whole=False) as watch:
        began = time.perf_counter()
        job = services.upload(
            kind="designation-competencies",
            organisation=organisation,
            file=File(_sheet(organisation), name="mapping.csv"),
            actor=actor,
            at=now(),
        )
        checked = reached(job, Job.State.CHECKED, began)
        job.refresh_from_db()
        services.apply_job(job=job, actor=actor, at=now())
        seconds = reached(job, Job.State.APPLIED, began)
        job.refresh_from_db()
    yield Row(
        scenario="mapping_import", concurrency=1, rps=round(job.rows_done / seconds, 1), seconds=round(seconds, 2),
        peak_mb=watch.peak, errors=job.rows_wrong + abs(ROWS - job.rows_total),
        note=f"{job.rows_done} rows; checked after {checked:.1f} s",
    )  # fmt: skip


def _sheet(organisation: Organisation) -> io.BytesIO:
    """Every designation with every competency at the highest level, until there are enough."""
    places = [found for found in approved() if found.node is not None and found.node.parent is not None]
    pairs = islice(product(designations_for(organisation), places), ROWS)
    rows = (
        (title.name, found.get_kind_display(), found.node.parent.name, found.node.name, 5, "Critical")
        for title, found in pairs
        if found.node is not None and found.node.parent is not None
    )
    return io.BytesIO("".join(lines(HEADINGS, rows)).encode())
