"""``make test``: pytest on embedded servers of its own, unless the environment names some."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from igot.local import node
from igot.local.places import PYTHON, ROOT, TEST
from igot.local.postgres import Postgres
from igot.local.processes import LocalError, finish, launch
from igot.local.readiness import compile_messages, make_tables, tables
from igot.local.stamps import Stamps
from igot.local.supervisor import Child, Supervisor
from igot.local.valkey import Valkey

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def test(arguments: list[str], *, browser: bool = False) -> int:
    """Run pytest with these arguments; its exit status."""
    node.install_libraries()
    if browser and not find_chromium():
        return 1
    with ExitStack() as cleanup:
        supervisor = cleanup.enter_context(Supervisor(report=_say))
        environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "igot.settings.test"}
        folder = _folder_of_our_own(cleanup)
        if not environment.get("DATABASE_URL"):
            postgres = Postgres(folder / "postgres", durable=False, counted=False)
            supervisor.start(Child("postgres", postgres.start, str(folder / "postgres" / "postgres.log")))
            postgres.create_database("igot")
            environment["DATABASE_URL"] = postgres.url("igot")
            environment["TEST_DATABASE_TEMPLATE"] = _template(postgres, folder, environment)
        if not environment.get("REDIS_URL"):
            valkey = Valkey(folder / "valkey", durable=False)
            supervisor.start(Child("valkey", valkey.start, str(folder / "valkey" / "valkey.log")))
            environment["REDIS_URL"] = valkey.url(0)
        compile_messages(environment)
        return finish(
            launch([PYTHON, "-m", "pytest", *arguments], env=environment, cwd=ROOT), with_signal=signal.SIGINT
        )


def _template(postgres: Postgres, folder: Path, environment: dict[str, str]) -> str:
    """A database with every table and no data, which every worker of pytest copies instead of making its own: that
    takes each of them 20 seconds. It stays in the cluster until the migrations change."""
    name, stamps = "tables", Stamps(folder / "done")
    if not (postgres.has_database(name) and stamps.is_fresh(name, tables())):
        stamps.forget(name)
        postgres.drop_database(name)
        postgres.create_database(name)
        make_tables(environment | {"DATABASE_URL": postgres.url(name)})
        stamps.set(name, tables())
    return name


def _say(line: str) -> None:
    if not line.startswith("stopping"):
        print(f"[igot] {line}", file=sys.stderr, flush=True)


def _folder_of_our_own(cleanup: ExitStack) -> Path:
    """var/test, or var/test-2 and so on while other runs hold the ones before."""
    for number in range(1, 20):
        folder = TEST if number == 1 else TEST.with_name(f"test-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        lock = cleanup.enter_context((folder / "lock").open("a+"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return folder
    raise LocalError(f"Twenty test runs hold {TEST}-*; wait for one to end.")


def find_chromium() -> bool:
    """Whether there is a browser to drive; on Debian, root and CI fetch it by apt-get."""
    if any(shutil.which(name) for name in CHROMIUM):
        return True
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("Installing Chromium ...", flush=True)
        environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
            subprocess.run([apt, *command], env=environment, stdin=subprocess.DEVNULL, check=False)
        if shutil.which("chromium"):
            return True
    print("The browser tests need Chromium: on Debian, as root, apt-get install chromium", file=sys.stderr)
    return False
