"""What `make demo` says before it starts anything."""

import fcntl
import socket

import pytest

from igot.local.demo import demo, only_one
from igot.local.processes import LocalError


def test_a_taken_port_is_named_with_the_remedy(tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(LocalError) as refusal:
            demo(folder=tmp_path / "demo")
    assert str(refusal.value) == f"Port {port} on 127.0.0.1 is taken. Choose another one: make demo PORT={port + 1}"


def test_a_taken_port_leaves_nothing_behind(tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(LocalError):
            demo(folder=tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("wrong", ["eighty", "0", "70000"])
def test_a_port_that_is_no_port_is_one_clear_line_and_a_failure(command, wrong):
    done = command("demo", PORT=wrong)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"igot: PORT must be a number from 1 to 65535, not {wrong!r}: make demo PORT=8000"
    ]


def test_a_second_demo_on_the_same_data_is_refused(tmp_path):
    with only_one(tmp_path / "demo"), pytest.raises(LocalError, match="in use by another run"):
        demo(folder=tmp_path / "demo")


def test_the_data_is_free_again_when_the_first_demo_has_ended(tmp_path):
    with only_one(tmp_path / "demo"):
        pass
    with (tmp_path / "demo.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
