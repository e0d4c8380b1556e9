"""The servers under the product (Postgres, Valkey: embedded, or those the environment names) and its settings."""

import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

from igot.local import keys
from igot.local.places import PYTHON, ROOT
from igot.local.postgres import Postgres
from igot.local.processes import launch
from igot.local.supervisor import Child, Supervisor
from igot.local.valkey import Valkey

QUEUES = "facts,mail,heavy,beat"
SERVERS = ("DATABASE_URL", "REDIS_URL")
DATABASE = "igot"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ANYWHERE = {"0.0.0.0", "::", "[::]"}  # noqa: S104 (names to recognise, not to listen on)


@dataclass
class Stack:
    """The product on one folder of data, one address and one port.

    With `throw_away` it uses embedded servers and settings of its own, whatever the environment says.
    """

    supervisor: Supervisor
    folder: Path
    host: str
    port: int
    throw_away: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    postgres: Postgres | None = None

    @property
    def address(self) -> str:
        """Where a person on this machine finds it."""
        if self.host in LOOPBACK | ANYWHERE:
            return f"http://localhost:{self.port}"
        return f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def logs(self) -> Path:
        """Where every child writes."""
        return self.folder / "log"

    def start_services(self) -> None:
        """Start the servers the environment does not name, and settle the settings."""
        self.logs.mkdir(parents=True, exist_ok=True)
        given = {name: value for name, value in os.environ.items() if not (self.throw_away and name in SERVERS)}
        if not given.get("DATABASE_URL"):
            given["DATABASE_URL"] = self._start_postgres()
        if not given.get("REDIS_URL"):
            given["REDIS_URL"] = self._start_valkey()
        ours = self._settings()
        settings = given | ours if self.throw_away else ours | given
        self.environment = settings | {"DJANGO_SETTINGS_MODULE": "igot.settings.dev"}

    def _start_postgres(self) -> str:
        server = self.postgres = Postgres(self.folder / "postgres", durable=not self.throw_away)
        log = str(server.folder / "postgres.log")
        self.supervisor.start(Child("postgres", server.start, log, stop_signal=signal.SIGINT, grace=15))
        server.create_database(DATABASE)
        return server.url(DATABASE)

    def _start_valkey(self) -> str:
        server = Valkey(self.folder / "valkey", durable=not self.throw_away)
        self.supervisor.start(Child("valkey", server.start, str(server.folder / "valkey.log")))
        return server.url(0)

    def _settings(self) -> dict[str, str]:
        """What the demo's settings are unless the environment says otherwise."""
        names = {"localhost", "127.0.0.1", "[::1]", "content.localhost", _bracketed(self.host)}
        if self.host in ANYWHERE:
            names = {"*"}  # whoever asked for every address knows which names lead here; this machine does not
        return {
            "DEMO": "1",
            "VAR_DIR": str(self.folder),
            "MAIL_DIR": str(self.folder / "mail"),
            "SECRET_KEY": keys.keep(self.folder / "keys" / "secret"),
            "CERTIFICATE_KEY": keys.keep(self.folder / "keys" / "certificates", keys.ed25519_private_key),
            "METRICS_TOKEN": keys.keep(self.folder / "keys" / "metrics"),
            "SITE_ORIGIN": self.address,
            "CONTENT_ORIGIN": f"http://content.localhost:{self.port}",
            "ALLOWED_HOSTS": ",".join(sorted(names)),
            "PYTHONUNBUFFERED": "1",
        }

    def child(self, name: str, *command: str, grace: float = 10.0) -> Child:
        """A child of the product with these settings, writing to its own log."""
        log = self.logs / f"{name}.log"
        arguments = [PYTHON, "-m", *command]
        return Child(name, lambda: launch(arguments, env=self.environment, cwd=ROOT, log=log), str(log), grace=grace)

    def web(self) -> Child:
        """gunicorn, two processes of four threads. Where all is thrown away, nobody waits for its last answers."""
        grace = "1" if self.throw_away else "5"
        return self.child(
            "web", "gunicorn", "igot.wsgi:application", "--bind", f"{_bracketed(self.host)}:{self.port}", "--preload",
            "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", grace, "--no-control-socket",
        )  # fmt: skip

    def worker(self) -> Child:
        """One Celery worker for all queues."""
        return self.child(
            "worker", "celery", "-A", "igot", "worker", "-Q", QUEUES, "--concurrency", "2", "--loglevel", "INFO",
            "--hostname", f"{self.folder.name}@%h", "--without-gossip", "--without-mingle",
        )  # fmt: skip

    def beat(self) -> Child:
        """The clock that sends what is due."""
        schedule = self.folder / "beat"
        options = ["--schedule", str(schedule), "--pidfile", "", "--loglevel", "INFO"]
        return self.child("beat", "celery", "-A", "igot", "beat", *options)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
