"""Measure a running stack: `python -m tests.benchmarks`, started by `make bench` with the stack's own settings."""

import itertools
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import django

django.setup()

from igot.kernel.clock import now  # noqa: E402
from igot.kernel.tenancy import everywhere  # noqa: E402
from tests.benchmarks import registry  # noqa: E402
from tests.benchmarks.ground import Ground  # noqa: E402
from tests.benchmarks.load import queries_of, under_load  # noqa: E402
from tests.benchmarks.machine import about  # noqa: E402
from tests.benchmarks.rows import Row, heading, line  # noqa: E402


def main() -> int:
    """Run what is asked for, print each row as it comes, keep all of them; 1 when anything failed."""
    ground = Ground(
        host=os.environ["BENCH_HOST"],
        port=int(os.environ["BENCH_PORT"]),
        seconds=float(os.environ["BENCH_SECONDS"]),
        concurrency=[int(word) for word in os.environ["BENCH_CONCURRENCY"].split(",")],
        scale=int(os.environ["BENCH_SCALE"]),
    )
    names = registry.load()
    only = [word for word in os.environ.get("BENCH_ONLY", "").split(",") if word]
    unknown = sorted(set(only) - set(names))
    if unknown:
        print(f"There is no scenario {', '.join(unknown)}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    result: dict[str, Any] = {**about(), "started_at": now().isoformat(timespec="seconds")}
    result |= {"scale": ground.scale, "seconds": ground.seconds}
    print(heading(), flush=True)
    with everywhere():
        for name in names:
            if not only or name in only:
                ground.quiet()  # the worker may still have to do what the scenario before gave rise to
                for row in _rows(name, ground):
                    rows.append(row)
                    print(line(row), flush=True)
    result["rows"] = [row.as_json() for row in rows]
    path = Path(os.environ["BENCH_RESULT"])
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    failed = sorted({row.scenario for row in rows if row.errors})
    print(f"{len(rows)} rows in {path}" + (f"; with errors: {', '.join(failed)}" if failed else ""), flush=True)
    return 1 if failed or not rows else 0


def _rows(name: str, ground: Ground) -> "list[Row] | Any":
    try:
        if name in registry.MEASURES:
            yield from registry.MEASURES[name](ground)
            return
        visit, numbers = registry.VISITS[name](ground), itertools.count()
        queries = queries_of(visit, f"localhost:{ground.port}", numbers)
        for concurrency in ground.concurrency:
            row = under_load(
                name, visit, host=ground.host, port=ground.port, concurrency=concurrency, seconds=ground.seconds,
                numbers=numbers,
            )  # fmt: skip
            row.queries = queries
            yield row
    except Exception as error:
        # One scenario that breaks is a failed row, and no reason to measure nothing else.
        traceback.print_exc()
        yield Row(scenario=name, concurrency=0, rps=0.0, seconds=0.0, errors=1, note=repr(error)[:300])


if __name__ == "__main__":
    sys.exit(main())
