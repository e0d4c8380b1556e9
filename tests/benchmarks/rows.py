"""The rows of the result, and the table they make."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

COLUMNS = (
    "scenario", "concurrency", "rps", "p50_ms", "p95_ms", "p99_ms", "errors", "queries", "seconds", "peak_mb",
)  # fmt: skip


@dataclass(kw_only=True)
class Row:
    """One measurement; what does not apply is None."""

    scenario: str
    concurrency: int
    rps: float
    seconds: float
    errors: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    queries: float | None = None
    peak_mb: float | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The columns in their order, and the note where there is one."""
        values = asdict(self)
        shown = {name: values[name] for name in COLUMNS}
        return {**shown, "note": self.note} if self.note else shown


def quantile(latencies: Sequence[float], share: float) -> float:
    """The latency that this share stays below, in milliseconds; `latencies` are seconds, sorted."""
    place = min(int(len(latencies) * share), len(latencies) - 1)
    return round(latencies[place] * 1000, 2)


def timed(scenario: str, concurrency: int, latencies: Sequence[float], seconds: float, **more: Any) -> Row:
    """The row of many equal visits."""
    ordered = sorted(latencies)
    quantiles = (
        {name: quantile(ordered, share) for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))}
        if ordered
        else {}
    )
    return Row(
        scenario=scenario, concurrency=concurrency, rps=round(len(ordered) / seconds, 1) if seconds else 0.0,
        seconds=round(seconds, 2), **quantiles, **more,
    )  # fmt: skip


def heading() -> str:
    """The head of the table."""
    return f"{'scenario':24} {'conc':>4} {'rps':>9} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'errors':>6} " + (
        f"{'queries':>7} {'seconds':>8} {'peak MB':>8}"
    )


def line(row: Row) -> str:
    """One line of the table."""

    def text(value: float | None, width: int, places: int = 1) -> str:
        return f"{'-' if value is None else f'{value:.{places}f}':>{width}}"

    cells = [f"{row.scenario:24} {row.concurrency:>4} {row.rps:>9.1f}", text(row.p50_ms, 8), text(row.p95_ms, 8),
             text(row.p99_ms, 8), f"{row.errors:>6}", text(row.queries, 7), text(row.seconds, 8, 2),
             text(row.peak_mb, 8)]  # fmt: skip
    return " ".join(cells) + (f"  {row.note}" if row.note else "")
