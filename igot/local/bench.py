"""``make bench``: the stack on a port and data of its own, a seed of the wanted size, and the measurements."""

import os
import time
from pathlib import Path

from igot.local.demo import erase, only_one, wait_for_first_page
from igot.local.places import BENCH, PYTHON, ROOT
from igot.local.processes import LocalError, finish, free_port, launch
from igot.local.readiness import APPS, QUICKLY, get_ready, run
from igot.local.stack import DATABASE, SERVERS, Stack
from igot.local.stamps import Stamps, fingerprint
from igot.local.supervisor import Supervisor

KEPT = "grown"
HOST = "127.0.0.1"


def bench(folder: Path = BENCH) -> int:
    """Bring up, seed unless that was done for this scale and these migrations, measure; the status of the measuring."""
    scale, seconds = _number("SCALE", 20_000), _number("SECONDS", 20)
    concurrency = os.environ.get("CONCURRENCY", "").strip() or "1,8,32"
    for name in SERVERS:
        os.environ.pop(name, None)  # measured is what `make demo` brings up, not what the environment offers
    with only_one(folder), Supervisor(report=_say) as supervisor:
        stack = Stack(supervisor, folder, HOST, free_port())
        lay(stack, scale)
        for child in (stack.web(), stack.worker(), stack.beat()):
            supervisor.start(child)
        wait_for_first_page(stack)
        _say(f"up at {stack.address}; measuring with {scale} learners")
        asked = {
            "BENCH_HOST": HOST, "BENCH_PORT": str(stack.port), "BENCH_SCALE": str(scale),
            "BENCH_SECONDS": str(seconds), "BENCH_CONCURRENCY": concurrency, "BENCH_ONLY": os.environ.get("ONLY", ""),
            "BENCH_RESULT": str(folder / "latest.json"),
        }  # fmt: skip
        status = finish(launch([PYTHON, "-m", "tests.benchmarks"], env=stack.environment | asked, cwd=ROOT))
        for child in supervisor.ended():
            _say(f"{child.name} did not live through it; its log is {child.log}")
            status = status or 1
    return status


def lay(stack: Stack, scale: int) -> None:
    """A copy of the grown database for this run: what one run does is no burden to the next."""
    stamps, wanted = Stamps(stack.folder / "done"), _wanted(scale)
    if not stamps.is_fresh(KEPT, wanted):
        erase(stack.folder)
    stack.start_services()
    postgres = stack.postgres
    if postgres is None:
        raise RuntimeError("the benchmark runs on its own Postgres")
    if stamps.is_fresh(KEPT, wanted) and postgres.has_database(KEPT):
        postgres.drop_database(DATABASE)
        postgres.create_database(DATABASE, like=KEPT)
        get_ready(stack)
        return
    get_ready(stack)
    began = time.monotonic()
    run([PYTHON, "manage.py", "seed", "--scale", str(scale)], stack.environment | {"PGOPTIONS": QUICKLY})
    _say(f"grown in {time.monotonic() - began:.0f} s")
    postgres.drop_database(KEPT)
    postgres.create_database(KEPT, like=DATABASE)
    stamps.set(KEPT, wanted)


def _wanted(scale: int) -> str:
    """The scale, the tables, and how the many are made."""
    migrations = [path for app in APPS for path in (ROOT / app).rglob("migrations/*.py")]
    made = list((ROOT / "igot" / "seed" / "scale").glob("*.py"))
    return fingerprint([*migrations, *made, ROOT / "igot" / "seed" / "data" / "scale.json"], str(scale))


def _number(name: str, default: int) -> int:
    raw = os.environ.get(name, "").strip() or str(default)
    if not raw.isdigit() or not int(raw):
        raise LocalError(f"{name} must be a whole number from 1, not {raw!r}: make bench {name}={default}")
    return int(raw)


def _say(line: str) -> None:
    print(f"[igot] {line}", flush=True)
