"""Many finish a course at the same time: what follows from it, until nothing is left to do."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from capacity_plans.monitoring.models import PlanProgress
from capacity_plans.plans.models import PlanAssignment
from courses.authoring.models import Course, Resource
from courses.certificates.models import Certificate
from courses.learning import services
from courses.learning.models import Enrolment
from igot.kernel.clock import now
from tests.benchmarks.browser import Connection, Failed, Person
from tests.benchmarks.ground import owed, wait_until
from tests.benchmarks.memory import Watch
from tests.benchmarks.registry import measured
from tests.benchmarks.rows import Row, timed

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground

PEOPLE, AT_ONCE = 300, 8
COURSE = "course-0002"
DRAWING = "courses.certificates.handlers.draw"


@measured
def completion_cascade(ground: "Ground") -> Iterator[Row]:
    """Learners finish the last page of a course of their plan, over HTTP; `rps` is completions a second until decision,
    certificate row, assignment and roll-up of every one are settled, and in a second row until the PDFs are drawn.
    """
    finishing = _one_step_before_the_end(ground)
    ground.quiet()
    enrolments = Enrolment.objects.filter(public_id__in=[one for _person, one, _key in finishing])
    learners = list(enrolments.values_list("learner_id", flat=True))
    assignments = PlanAssignment.objects.filter(learner__in=learners, course__slug=COURSE)
    with Watch("celery", whole=True) as watch:
        began = time.perf_counter()
        latencies, failures = asyncio.run(_finish(ground, finishing))
        told = time.perf_counter() - began
        wait_until(lambda: not owed(without=[DRAWING]) and not PlanProgress.objects.filter(stale=True).exists())
        seconds = time.perf_counter() - began
        missing = len(finishing) - enrolments.filter(state="completed").count()
        missing += len(finishing) - Certificate.objects.filter(enrolment__in=enrolments).count()
        missing += assignments.exclude(state="met").count()
        row = timed("completion_cascade", AT_ONCE, latencies, seconds, errors=len(failures) + missing)
        row.peak_mb = watch.peak
        row.note = failures[0][:300] if failures else f"{len(finishing)} completions; reported after {told:.1f} s"
        yield row
        wait_until(lambda: not Certificate.objects.filter(enrolment__in=enrolments, drawn_at=None).exists())
        drawn = time.perf_counter() - began
    yield Row(
        scenario="completion_cascade_pdf", concurrency=AT_ONCE, rps=round(len(finishing) / drawn, 1),
        seconds=round(drawn, 2), peak_mb=watch.peak,
    )  # fmt: skip


def _one_step_before_the_end(ground: "Ground") -> list[tuple[Person, str, str]]:
    """Learners who are asked to take the course, all read but for the last page, which has lain open for a while."""
    course = Course.objects.get(slug=COURSE)
    pages = list(Resource.objects.filter(module__release=course.current).order_by("module__place", "place"))
    taking = Enrolment.objects.filter(course=course).values("learner")
    asked = PlanAssignment.objects.filter(course=course, state="assigned").values("learner")
    people = [one for one in ground.some_learners(10 * PEOPLE, pk__in=asked) if one.pk not in
              set(taking.values_list("learner_id", flat=True))][:PEOPLE]  # fmt: skip
    persons = ground.sign_in(people)
    at = now() - timedelta(minutes=9)
    found = []
    for person, learner in zip(persons, people, strict=True):
        enrolment = services.enrol(learner=learner, course=course, source="plan", at=at)
        for page in pages:
            _report(enrolment, page.key, "open", 1, at)
        for page in pages[:-1]:
            _report(enrolment, page.key, "leave", 2, at + timedelta(minutes=2))
        found.append((person, str(enrolment.public_id), str(pages[-1].key)))
    return found


def _report(enrolment: Enrolment, resource: uuid.UUID, kind: str, sequence: int, at: object) -> None:
    event = {"id": str(uuid.uuid4()), "resource": str(resource), "session": "bench", "seq": sequence, "kind": kind}
    services.record_events(enrolment=enrolment, events=[event], at=at)  # type: ignore[arg-type]


async def _finish(ground: "Ground", finishing: list[tuple[Person, str, str]]) -> tuple[list[float], list[str]]:
    latencies: list[float] = []
    failures: list[str] = []
    left = iter(finishing)

    async def one() -> None:
        browser = Connection(ground.host, ground.port)
        for person, enrolment, key in left:
            event = {"id": str(uuid.uuid4()), "resource": key, "session": "bench", "seq": 2, "kind": "leave"}
            start = time.perf_counter()
            try:
                answer = await browser.call("POST", f"/learn/{enrolment}/events/", person, {"events": [event]})
                if b'"percent": 100' not in answer.body:
                    raise Failed(f"not complete: {answer.body[:200]!r}")
                latencies.append(time.perf_counter() - start)
            except (Failed, OSError, TimeoutError) as error:
                failures.append(f"{type(error).__name__}: {error}")
        browser.close()

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return latencies, failures
