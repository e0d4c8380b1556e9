"""A process group under test: a real supervisor in a process of its own, with children that do nothing but live."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from igot.local.places import ROOT
from igot.local.processes import is_alive, wait_until

PROGRAM = """
import sys
from pathlib import Path
from igot.local.processes import launch
from igot.local.supervisor import Child, Interrupted, Supervisor

folder = Path(sys.argv[1])
# A child that starts a child of its own, tells both numbers, and ignores a polite request when asked to.
LIVE = '''
import os, signal, subprocess, sys
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen(["sleep", "600"])
with open(sys.argv[1], "a") as told:
    told.write(f"{os.getpid()} {grandchild.pid}\\\\n")
signal.pause()
'''

def say(line):
    with (folder / "report").open("a") as report:
        report.write(line + "\\n")

def child(name, manner):
    command = [sys.executable, "-c", LIVE, str(folder / name), manner]
    return Child(name, lambda: launch(command), str(folder / "log"), grace=0.5)

try:
    with Supervisor(report=say) as supervisor:
        supervisor.start(child("web", "polite"))
        supervisor.start(child("worker", "stubborn"))
        supervisor.run(every=0.02)
except Interrupted:
    pass
"""


@dataclass
class Group:
    """The running group and what it has told so far."""

    folder: Path
    process: subprocess.Popen[bytes]

    def generations(self, name: str) -> list[tuple[int, ...]]:
        """(child, grandchild) of every start of this child."""
        told = self.folder / name
        lines = told.read_text().splitlines() if told.exists() else []
        return [tuple(map(int, line.split())) for line in lines]

    def everybody(self) -> list[int]:
        """All processes that the group ever had."""
        return [pid for name in ("web", "worker") for generation in self.generations(name) for pid in generation]

    def report(self) -> str:
        """What the supervisor reported."""
        path = self.folder / "report"
        return path.read_text() if path.exists() else ""

    def nobody_is_left(self) -> bool:
        """Whether all are gone, within a few seconds."""
        return wait_until(lambda: not any(map(is_alive, self.everybody())), within=10)


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    """A supervisor with two children, one of them stubborn; whatever is left is killed afterwards."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT)
    running = Group(tmp_path, process)
    assert wait_until(lambda: len(running.everybody()) == 4, within=20)
    yield running
    process.kill()
    process.wait()
    for pid in running.everybody():
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run one of the commands of igot.local as make does."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "igot.local", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
