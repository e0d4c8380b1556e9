"""Many visits at once, for some seconds."""

import asyncio
import itertools
import time

from tests.benchmarks.browser import Connection, Failed
from tests.benchmarks.counting import Counting, run_here
from tests.benchmarks.memory import Watch
from tests.benchmarks.registry import Visit
from tests.benchmarks.rows import Row, timed

WARM_UP = 1.5
BEFORE = 5


def queries_of(visit: Visit, host: str, numbers: "itertools.count[int]") -> float:
    """How many queries a visit takes where a few like it came before."""
    browser = Counting(host)
    for _ in range(BEFORE):
        browser.queries = 0
        run_here(visit(browser, next(numbers)))  # type: ignore[arg-type]
    return float(browser.queries)


def under_load(
    name: str, visit: Visit, *, host: str, port: int, concurrency: int, seconds: float, numbers: "itertools.count[int]"
) -> Row:
    """The row of one scenario at one concurrency."""
    with Watch("gunicorn", whole=True) as watch:
        latencies, lasted, failures = asyncio.run(_drive(visit, host, port, concurrency, seconds, numbers))
    row = timed(name, concurrency, latencies, lasted, errors=len(failures), peak_mb=watch.peak)
    if failures:
        row.note = failures[0][:300]
    return row


async def _drive(
    visit: Visit, host: str, port: int, concurrency: int, seconds: float, numbers: "itertools.count[int]"
) -> tuple[list[float], float, list[str]]:
    latencies: list[float] = []
    failures: list[str] = []
    began = time.perf_counter() + WARM_UP
    ends = began + seconds

    async def one() -> None:
        browser = Connection(host, port)
        try:
            while (start := time.perf_counter()) < ends:
                try:
                    await visit(browser, next(numbers))
                except (Failed, OSError, TimeoutError) as error:
                    failures.append(f"{type(error).__name__}: {error}")
                    browser.close()
                else:
                    end = time.perf_counter()
                    if start >= began and end <= ends:
                        latencies.append(end - start)
        finally:
            browser.close()

    await asyncio.gather(*(one() for _ in range(concurrency)))
    return latencies, seconds, failures
