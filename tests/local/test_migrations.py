"""The check that every app's migrations are one line."""

from igot.local.migrations import faults

ONE = {
    ("courses", "0001_initial"): [("accounts", "0001_initial")],
    ("courses", "0002_search"): [("courses", "0001_initial")],
}


def test_one_line_has_no_faults():
    assert faults(ONE, ["courses"]) == []


def test_a_fork_is_a_fault():
    fork = {**ONE, ("courses", "0003_left"): [("courses", "0001_initial")]}
    assert faults(fork, ["courses"]) == ["courses.0003_left stands on ['0001_initial'], not on ['0002_search']"]


def test_two_migrations_with_one_number_are_a_fault():
    twice = {**ONE, ("courses", "0002_zeal"): [("courses", "0002_search")]}
    assert faults(twice, ["courses"]) == ["courses.0002_zeal should have number 0003"]
