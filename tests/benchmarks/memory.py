"""How much memory the processes of the product take."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

EVERY_SECONDS = 0.2


def resident_mb(pid: int) -> float:
    """The resident set of a process, in megabytes; 0 for one that has gone."""
    try:
        for text in Path(f"/proc/{pid}/status").read_text().splitlines():
            if text.startswith("VmRSS:"):
                return int(text.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0


def processes(name: str) -> list[int]:
    """The processes of one part of the stack (gunicorn, celery), below the one that started this one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if name.encode() in b" ".join(words[:4]) and _is_below(int(folder.name), os.getppid()):
                found.append(int(folder.name))
    return found


def _is_below(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


class Watch:
    """Looks at processes every now and then while a block runs; `peak` is the most they took.

    `whole`: all of them together; else the largest one.
    """

    def __init__(self, name: str, *, whole: bool) -> None:
        self.pids = processes(name)
        self.add: Callable[[list[float]], float] = sum if whole else (lambda sizes: max(sizes, default=0.0))
        self.peak: float | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            now = self.add([resident_mb(pid) for pid in self.pids])
            if now:
                self.peak = round(max(self.peak or 0.0, now), 1)
            if self._ended.wait(EVERY_SECONDS):
                return
