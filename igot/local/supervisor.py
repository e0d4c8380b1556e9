"""A small process group: starts its children in order, restarts what crashes, and takes everything down with it."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from igot.local.processes import LocalError, kill_group

LONGEST_PAUSE = 30.0
LIVED_WELL = 60.0


class Interrupted(BaseException):
    """Somebody asked this process to end (Ctrl-C, SIGTERM, a closed terminal)."""


@dataclass
class Child:
    """A process to keep running. ``start`` starts it and returns when it is up; ``log`` is named when it fails."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    log: str
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    crashes: int = 0
    due_at: float | None = None


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


@dataclass
class Supervisor:
    """Use it as a context manager in the main thread: whatever it started is gone when the block is left."""

    report: Callable[[str], None]
    children: list[Child] = field(default_factory=list)

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        self.report("stopping what it started")
        self.stop()

    def start(self, child: Child) -> None:
        """Start one more child and keep it."""
        self.children.append(child)
        self._launch(child)

    def run(self, *, until: Callable[[], bool] = lambda: False, every: float = 0.2) -> None:
        """Keep the children running until a signal comes or ``until`` holds."""
        while not until():
            self.tend()
            time.sleep(every)

    def tend(self) -> None:
        """Notice who has ended and start again whoever's time has come."""
        for child in self.children:
            if child.due_at is None and child.process is not None and child.process.poll() is not None:
                self._plan_restart(child, child.process.returncode)
            if child.due_at is not None and time.monotonic() >= child.due_at:
                try:
                    self._launch(child)
                except LocalError as error:
                    self.report(str(error))
                    self._plan_restart(child, None)

    def ended(self) -> list[Child]:
        """The children that are not running."""
        return [child for child in self.children if child.process is None or child.process.poll() is not None]

    def stop(self) -> None:
        """End the children, last started first; each gets its grace, then is killed with all it started."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for batch in self._in_order_of_leaving():
            _end(batch)
        self.children.clear()

    def _in_order_of_leaving(self) -> list[list[Child]]:
        """Those who use the services leave together; the services (SIGINT or not) after them, one by one."""
        servers = [child for child in self.children if child.name in SERVERS]
        users = [child for child in self.children if child.name not in SERVERS]
        return [users, *([child] for child in reversed(servers))]

    def _launch(self, child: Child) -> None:
        child.due_at = None
        child.started_at = time.monotonic()
        child.process = child.start()

    def _plan_restart(self, child: Child, status: int | None) -> None:
        if time.monotonic() - child.started_at > LIVED_WELL:
            child.crashes = 0
        pause = min(LONGEST_PAUSE, 2.0**child.crashes - 1)
        child.crashes += 1
        child.due_at = time.monotonic() + pause
        if child.process is not None:
            kill_group(child.process.pid)
        how = "did not start" if status is None else f"ended ({_in_words(status)})"
        when = f"in {pause:.0f} s" if pause else "now"
        self.report(f"{child.name} {how}; starting it again {when}. Log: {child.log}")


SERVERS = ("postgres", "valkey")


def _in_words(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"


def _end(batch: Sequence[Child]) -> None:
    processes = [(child, child.process) for child in batch if child.process is not None]
    for child, process in processes:
        if process.poll() is None:
            process.send_signal(child.stop_signal)
    deadline = time.monotonic()
    for child, process in processes:
        try:
            process.wait(timeout=max(0.1, deadline + child.grace - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
        kill_group(process.pid)
        process.wait()
