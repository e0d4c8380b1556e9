"""``make demo``: the whole product on this machine, with invented people, until Ctrl-C."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from igot.local import accounts
from igot.local.block import block
from igot.local.places import DEMO
from igot.local.processes import LocalError, port_is_free
from igot.local.readiness import get_ready, tail
from igot.local.stack import Stack
from igot.local.supervisor import Supervisor

FIRST_PAGE_WITHIN = 90.0


def demo(*, reset: bool = False, folder: Path = DEMO) -> int:
    """Set up, start, seed, serve; returns when it was asked to stop."""
    began = time.monotonic()
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = _port()
    with only_one(folder):
        if reset:
            erase(folder)
            print(f"Removed {folder}: starting afresh.", flush=True)
        if not port_is_free(host, port):
            raise LocalError(f"Port {port} on {host} is taken. Choose another one: make demo PORT={port + 1}")
        with Supervisor(report=_say) as supervisor:
            stack = Stack(supervisor, folder, host, port)
            stack.start_services()
            get_ready(stack)
            supervisor.start(stack.web())
            wait_for_first_page(stack)
            supervisor.start(stack.worker())
            supervisor.start(stack.beat())
            print(block(stack, seconds=time.monotonic() - began), flush=True)
            supervisor.run()
    return 0


def _port() -> int:
    raw = os.environ.get("PORT", "").strip() or "8000"
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise LocalError(f"PORT must be a number from 1 to 65535, not {raw!r}: make demo PORT=8000")
    return int(raw)


def _say(line: str) -> None:
    print(f"[igot] {line}", flush=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: two process groups on one cluster would be one too many."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.parent / f"{folder.name}.lock"
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError(f"{folder} is in use by another run; stop that one first (Ctrl-C there).") from None
        yield


def erase(folder: Path) -> None:
    """Remove all data, also the cluster's that had to live elsewhere."""
    elsewhere = folder / "postgres" / "where"
    if elsewhere.exists():
        home = Path(elsewhere.read_text().strip())
        if home.parent == accounts.ELSEWHERE:
            shutil.rmtree(home, ignore_errors=True)
    if folder.exists():
        shutil.rmtree(folder)


def wait_for_first_page(stack: Stack, *, within: float = FIRST_PAGE_WITHIN) -> None:
    """Return when the sign-in page answers; loud when the web server gives up or takes too long."""
    host = "127.0.0.1" if stack.host in {"0.0.0.0", "localhost"} else stack.host  # noqa: S104
    url = f"http://{f'[{host}]' if ':' in host else host}:{stack.port}/"
    web = next(child for child in stack.supervisor.children if child.name == "web")
    deadline = time.monotonic() + within
    with requests.Session() as session:
        session.trust_env = False
        while True:
            if web in stack.supervisor.ended():
                raise LocalError(f"The web server ended as it started; {web.log} ends:\n{tail(web.log)}")
            try:
                answer = session.get(url, timeout=20)
                if answer.ok:
                    return
                if answer.status_code >= 500:
                    raise LocalError(f"The first page failed ({answer.status_code}); {web.log} ends:\n{tail(web.log)}")
            except requests.ConnectionError:
                pass
            if time.monotonic() > deadline:
                raise LocalError(f"No page answered within {within:.0f} s; {web.log} ends:\n{tail(web.log)}")
            time.sleep(0.1)
