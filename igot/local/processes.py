"""Start processes that cannot outlive the one that started them, and wait for what they promise."""

import ctypes
import ctypes.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1


class LocalError(Exception):
    """Something on this machine is in the way; the message says what, and what to do."""


def _die_with_parent(parent: int, with_signal: int) -> Callable[[], None] | None:
    """Ask the kernel to signal the child when its parent is gone, however the parent went (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(ctypes.util.find_library("c") or "libc.so.6", use_errno=True)

    def preexec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os._exit(1)

    return preexec


def launch(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    log: Path | None = None,
    user: int | None = None,
    group: int | None = None,
    orphan_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a command in its own session, writing to ``log``; it gets ``orphan_signal`` should this process die.

    ``user`` and ``group`` are numeric ids to become first, which only root can ask for.
    """
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            list(command),
            env=dict(env) if env is not None else None,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            preexec_fn=_die_with_parent(os.getpid(), orphan_signal),  # noqa: PLW1509 (no threads at this point)
        )
    finally:
        if output:
            output.close()


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, within: float = 10.0) -> None:
    """End a process and everything in its session: ask first, and insist after ``within`` seconds."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
    kill_group(process.pid)
    process.wait()


def finish(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM) -> int:
    """Wait for a process and give its status; should the wait be interrupted, the process is stopped first."""
    try:
        return process.wait()
    finally:
        stop(process, with_signal=with_signal)


def kill_group(group: int) -> None:
    """Kill whatever is left of a session that `launch` began."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def wait_until(condition: Callable[[], bool], *, within: float, every: float = 0.05) -> bool:
    """Ask again and again until ``condition`` holds; False after ``within`` seconds."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return not Path("/proc/self").exists()
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_port(host: str = "127.0.0.1") -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this address now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether something accepts a TCP connection there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
