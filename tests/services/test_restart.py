"""The database restarts under gunicorn and a worker that are at work: one page says so, then all goes on."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import requests
from django.conf import settings
from django.db import connection

from igot.local.postgres import Postgres
from igot.local.processes import answers, free_port, launch, stop, wait_until
from igot.local.valkey import Valkey
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PATIENCE = 60.0


class House:
    """A Postgres of the test's own, filled from the test's database; Valkey, gunicorn and a worker on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = Postgres(folder / "postgres", durable=False)
        self.postgres.start()
        self.valkey = Valkey(folder / "valkey", durable=False)
        self.valkey.start()
        self.port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "igot.settings.test",
            "DATABASE_URL": self.postgres.url("igot"),
            "REDIS_URL": self.valkey.url(0),
            "VAR_DIR": str(self.folder),
        }

    def fill(self) -> None:
        """Copy what the test's database holds."""
        self.postgres.create_database("igot")
        from_here = connection.settings_dict
        place = f"{from_here['USER']}:{from_here['PASSWORD']}@{from_here['HOST']}:{from_here['PORT']}"
        bin_ = self.postgres._install / "bin"
        source = f"postgres://{place}/{from_here['NAME']}"
        dump = subprocess.run([bin_ / "pg_dump", "--no-owner", source], check=True, capture_output=True)
        load = [bin_ / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.postgres.url("igot")]
        subprocess.run(load, input=dump.stdout, check=True, stdout=subprocess.DEVNULL)

    def run(self, name: str, *arguments: str) -> Path:
        """Start `python -m ...`; returns its log."""
        log = self.folder / f"{name}.log"
        process = launch([sys.executable, "-m", *arguments], env=self.environment, cwd=settings.BASE_DIR, log=log)
        self.processes.append(process)
        return log

    def open(self) -> None:
        """Start gunicorn and a worker; return when both are at work."""
        web = ("igot.wsgi:application", "--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--no-control-socket")
        self.run("web", "gunicorn", *web)
        log = self.run(
            "worker", "celery", "-A", "tests.services.probe", "worker", "-Q", "facts,beat", "-P", "solo",
            "--without-gossip", "--without-mingle", "-l", "INFO",
        )  # fmt: skip
        assert wait_until(lambda: answers("127.0.0.1", self.port) and " ready" in log.read_text(), within=PATIENCE)

    def ask(self, statement: str) -> list[tuple]:
        """Look into the house's own database."""
        own = psycopg2.connect(self.postgres.url("igot"))
        own.autocommit = True
        try:
            with own.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            own.close()

    def python(self, code: str) -> None:
        subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {code}"],
            env=self.environment, cwd=settings.BASE_DIR, check=True, timeout=PATIENCE,
        )  # fmt: skip

    def close(self) -> None:
        for process in self.processes:
            stop(process, with_signal=signal.SIGKILL, within=5)
        self.valkey.stop()
        self.postgres.stop()


@pytest.fixture
def house(cast: Cast, tmp_path: Path) -> Iterator[House]:
    # pytest's own folders are closed to the account that root's Postgres runs as.
    folder = Path("/tmp") / f"igot-restart-{os.getpid()}"  # noqa: S108
    folder.mkdir(mode=0o755)
    cast.learner.set_password(PASSWORD)
    cast.learner.save()
    house = House(folder)
    house.fill()
    house.ask("CREATE TABLE probe_heard (fact bigint, worker int)")
    house.open()
    yield house
    house.close()
    shutil.rmtree(folder)


class Person:
    """Somebody with a browser."""

    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.site + path, timeout=PATIENCE, allow_redirects=False)

    def send(self, path: str, values: dict[str, str], *, token: str) -> requests.Response:
        return self.session.post(
            self.site + path, data={**values, "csrfmiddlewaretoken": token}, timeout=PATIENCE, allow_redirects=False,
            headers={"Referer": self.site + path},
        )  # fmt: skip


def token_in(page: requests.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def test_a_database_that_restarts_is_told_of_and_nothing_is_lost_or_done_twice(house: House, cast: Cast) -> None:
    asha = Person(house.port)
    values = {"login": cast.learner.email, "password": PASSWORD}
    assert asha.send("/accounts/login/", values, token=token_in(asha.get("/accounts/login/"))).status_code == 302
    token = token_in(asha.get("/profile/"))
    house.python("import tests.services.probe; import sys; sys.argv = ['', '60']; import tests.services.ring")
    house.postgres.stop()

    began = time.monotonic()
    answer = asha.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert time.monotonic() - began < 2
    typed = {"name": "Asha & Learner", "name_in_hindi": "आशा", "language": "en"}
    unsaved = asha.send("/profile/", typed, token=token)
    assert unsaved.status_code == 503
    assert "Asha &amp; Learner" in unsaved.text

    house.postgres.start()
    assert wait_until(lambda: asha.get("/").status_code == 200, within=PATIENCE)
    assert asha.send("/profile/", typed, token=token_in(unsaved)).status_code == 302
    assert house.ask("SELECT name FROM accounts_user WHERE email = 'learner@test.example'") == [("Asha & Learner",)]

    owed = "SELECT fact_id FROM journal_delivery WHERE handler LIKE '%.hear' ORDER BY 1"
    left = "SELECT count(*) FROM journal_delivery WHERE handler LIKE '%.hear' AND state <> 'done'"
    # What the worker had claimed when the database went is due again when its lease is over.
    house.ask("UPDATE journal_delivery SET due_at = now() - interval '1 minute' WHERE state = 'pending'")

    def all_done() -> bool:
        house.python("from igot.journal.tasks import sweep; sweep.apply_async(queue='beat')")
        return wait_until(lambda: house.ask(left)[0][0] == 0, within=5)

    assert wait_until(all_done, within=PATIENCE)
    assert house.ask("SELECT fact FROM probe_heard ORDER BY 1") == house.ask(owed)
    assert len(house.ask(owed)) == 60
