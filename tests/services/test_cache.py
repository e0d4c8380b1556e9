"""A cache that stops answering and comes back, for real."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from igot.kernel.cache import ForgivingRedisCache
from igot.local.valkey import Valkey

pytestmark = pytest.mark.services


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path, durable=False)
    server.start()
    yield server
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGCONT)
    server.stop()


def cache_of(server: Valkey) -> ForgivingRedisCache:
    """A cache as each thread has its own."""
    return ForgivingRedisCache(server.url(0), {"KEY_PREFIX": "test"})


def freeze(server: Valkey) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGSTOP)


def thaw(server: Valkey, cache: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it answer again, and let the time pass after which it is asked again."""
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGCONT)
    monkeypatch.setattr(cache._outage, "closed_until", 0.001)


def test_a_session_ended_while_the_cache_was_silent_does_not_come_back(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = cache_of(valkey)
    cache.set("session", "signed in")
    freeze(valkey)
    cache.set("session", "still signed in")
    assert cache.get("session") == "still signed in"
    cache.delete("session")
    assert cache.get("session") is None
    thaw(valkey, cache, monkeypatch)
    assert cache.get("session") is None


def test_what_the_process_remembered_in_one_outage_is_not_believed_in_the_next(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = cache_of(valkey)
    freeze(valkey)
    cache.set("session", "signed in")
    thaw(valkey, cache, monkeypatch)
    cache.delete("session")
    freeze(valkey)
    assert cache.get("session") is None


def test_one_request_waits_for_a_silent_cache_and_the_other_threads_do_not(valkey: Valkey) -> None:
    cache_of(valkey).set("a", 1)
    freeze(valkey)
    cache_of(valkey).get("a")
    took: list[float] = []

    def ask() -> None:
        began = time.monotonic()
        cache_of(valkey).get("a")
        took.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 4
    assert max(took) < 0.5


def test_failed_sign_ins_are_counted_without_the_cache(valkey: Valkey) -> None:
    freeze(valkey)
    counting, other_thread = cache_of(valkey), cache_of(valkey)
    counting.add("failed", 0)
    assert counting.incr("failed") == 1
    assert other_thread.incr("failed") == 2
