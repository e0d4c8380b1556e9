"""The process group behind `make demo`."""

import os
import signal
import subprocess

from igot.local.processes import is_alive, wait_until


def test_a_crashed_child_is_started_again_and_reported(group):
    first = group.generations("web")[0]
    os.kill(first[0], signal.SIGKILL)
    assert wait_until(lambda: len(group.generations("web")) == 2, within=10)
    assert "web ended (SIGKILL); starting it again" in group.report()
    assert is_alive(group.generations("web")[1][0])


def test_what_a_crashed_child_had_started_goes_with_it(group):
    child, grandchild = group.generations("web")[0]
    os.kill(child, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(grandchild), within=10)


def test_the_others_live_on_when_one_crashes(group):
    os.kill(group.generations("web")[0][0], signal.SIGKILL)
    assert wait_until(lambda: len(group.generations("web")) == 2, within=10)
    assert len(group.generations("worker")) == 1
    assert is_alive(group.generations("worker")[0][0])


def test_sigterm_stops_everything_even_what_is_stubborn(group):
    group.process.terminate()
    assert group.process.wait(timeout=20) == 0
    assert group.nobody_is_left()


def test_ctrl_c_stops_everything(group):
    group.process.send_signal(signal.SIGINT)
    assert group.process.wait(timeout=20) == 0
    assert group.nobody_is_left()


def test_nothing_else_is_stopped(group):
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        group.process.terminate()
        group.process.wait(timeout=20)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_no_child_outlives_a_supervisor_that_is_killed_outright(group):
    web = group.generations("web")[0][0]
    group.process.kill()
    group.process.wait()
    assert wait_until(lambda: not is_alive(web), within=10)
