"""Real Celery workers on a real Valkey and Postgres: nothing is lost, nothing happens twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from igot.journal.models import Delivery
from igot.kernel.clock import now
from igot.local.processes import launch, stop, wait_until
from igot.local.valkey import Valkey
from tests.services.probe import GATE

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PATIENCE = 60.0


class Stage:
    """A broker and workers of the test's own, on the test's database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.valkey = Valkey(folder / "valkey", durable=False)
        self.valkey.start()
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        database = connection.settings_dict
        place = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "igot.settings.dev",
            "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
            "REDIS_URL": self.valkey.url(0),
        }

    def ring(self, *arguments: str) -> None:
        """Publish facts from another process."""
        command = [sys.executable, "-m", "tests.services.ring", *arguments]
        subprocess.run(command, env=self.environment, cwd=settings.BASE_DIR, check=True, timeout=PATIENCE)

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker and return when it is at work."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        arguments = ["-Q", "facts,beat", "-P", "solo", "--without-gossip", "--without-mingle", "-l", "INFO"]
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "tests.services.probe",
            "worker",
            "-n",
            f"w{len(self.workers)}@test",
        ]
        process = launch([*command, *arguments], env=self.environment, cwd=settings.BASE_DIR, log=log)
        self.workers.append(process)
        assert wait_until(lambda: " ready" in log.read_text(), within=PATIENCE), log.read_text()
        return process

    def sweep(self) -> None:
        """What beat sends every ten seconds."""
        code = "from igot.journal.tasks import sweep; sweep.apply_async(queue='beat')"
        command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
        subprocess.run(command, env=self.environment, cwd=settings.BASE_DIR, check=True, timeout=PATIENCE)

    def close(self) -> None:
        for process in self.workers:
            stop(process, with_signal=signal.SIGKILL, within=5)
        self.valkey.stop()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS probe_heard; CREATE TABLE probe_heard (fact bigint, worker int)")
    stage = Stage(tmp_path)
    yield stage
    stage.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE probe_heard")


def heard() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fact FROM probe_heard ORDER BY fact")
        return [row[0] for row in cursor.fetchall()]


def owed() -> list[int]:
    return sorted(Delivery.objects.filter(handler__endswith=".hear").values_list("fact_id", flat=True))


def settled() -> bool:
    return not Delivery.objects.exclude(state=Delivery.State.DONE).exists()


def somebody_waits_at_the_gate() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted", [GATE])
        return cursor.fetchone() is not None


def eventually(condition: Callable[[], bool]) -> None:
    assert wait_until(condition, within=PATIENCE), Delivery.objects.values_list("state", "attempts", "error")


def test_a_worker_killed_in_the_middle_loses_nothing_and_does_nothing_twice(stage: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
    worker = stage.worker()
    stage.ring("1", "gated")
    eventually(somebody_waits_at_the_gate)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    assert heard() == []
    # What the killed worker had claimed is due again when its lease is over.
    Delivery.objects.update(due_at=now())
    stage.worker()
    stage.sweep()
    eventually(settled)
    assert heard() == owed()
    assert Delivery.objects.get().attempts == 2


def test_a_broker_that_is_gone_for_a_while_delays_and_loses_nothing(stage: Stage) -> None:
    stage.worker()
    stage.valkey.stop()
    stage.ring("20")
    assert heard() == []
    stage.valkey.start()
    eventually(lambda: stage.sweep() is None and settled())
    assert heard() == owed()
    assert len(heard()) == 20


def test_two_workers_at_once_share_the_work(stage: Stage) -> None:
    stage.worker()
    stage.worker()
    stage.ring("200")
    eventually(settled)
    assert heard() == owed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT worker) FROM probe_heard")
        assert cursor.fetchone()[0] == 2
