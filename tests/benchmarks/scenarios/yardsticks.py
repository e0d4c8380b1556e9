"""How fast the machine and its Postgres are, by Postgres' own yardstick."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg2

from igot.local.postgres import wheel_install
from tests.benchmarks.registry import measured
from tests.benchmarks.rows import Row, timed

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground

DATABASE, SCALE, CLIENTS = "pgbench", 10, 8


@measured
def pgbench_select(ground: "Ground") -> Iterator[Row]:
    """Reading single rows."""
    yield _run("pgbench_select", "--select-only", ground.seconds)


@measured
def pgbench_update(ground: "Ground") -> Iterator[Row]:
    """Updating single rows, each in a transaction."""
    yield _run("pgbench_update", "--skip-some-updates", ground.seconds)


def _run(name: str, mode: str, seconds: float) -> Row:
    environment = _environment()
    _make(environment)
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "log"
        options = [mode, f"--client={CLIENTS}", "--jobs=2", f"--time={int(seconds)}", "--no-vacuum",
                   "--log", f"--log-prefix={prefix}"]  # fmt: skip
        done = subprocess.run([_program(), *options], env=environment, capture_output=True, text=True, check=False)
        latencies = [int(text.split(" ", 3)[2]) / 1e6 for path in Path(folder).iterdir()
                     for text in path.read_text().splitlines()]  # fmt: skip
    failed = done.returncode != 0
    return timed(name, CLIENTS, latencies, seconds, errors=int(failed), note=done.stderr[-200:] if failed else "")


def _program() -> str:
    return str(wheel_install() / "bin" / "pgbench")


def _environment() -> dict[str, str]:
    url = urlsplit(os.environ["DATABASE_URL"])
    return {"PGHOST": url.hostname or "", "PGPORT": str(url.port), "PGUSER": url.username or "",
            "PGPASSWORD": url.password or "", "PGDATABASE": DATABASE, "PATH": os.environ["PATH"]}  # fmt: skip


def _make(environment: dict[str, str]) -> None:
    """The yardstick's own database, made once."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        missing = cursor.fetchone() is None
        if missing:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
    if missing:
        subprocess.run([_program(), "--initialize", "--quiet", f"--scale={SCALE}"], env=environment, check=True,
                       capture_output=True)  # fmt: skip
