"""Which settings the demo runs with."""

from pathlib import Path

import pytest

from igot.local.stack import Stack
from igot.local.supervisor import Supervisor


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A stack on servers that the environment names, so that none is started."""

    def make(host: str = "127.0.0.1", **given: str) -> Stack:
        values = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0", **given}
        for name in ("ALLOWED_HOSTS", "SITE_ORIGIN", "VAR_DIR", "MAIL_DIR", "SECRET_KEY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        made = Stack(Supervisor(report=print), tmp_path / "demo", host, 8123)
        made.start_services()
        return made

    return make


def test_servers_that_the_environment_names_are_used_and_none_is_started(stack):
    made = stack()
    assert made.environment["DATABASE_URL"] == "postgres://nobody@127.0.0.1:9/none"
    assert made.supervisor.children == []


def test_everything_it_writes_lies_in_one_folder(stack, tmp_path):
    made = stack()
    assert made.environment["VAR_DIR"] == str(tmp_path / "demo")
    assert made.environment["MAIL_DIR"] == str(tmp_path / "demo" / "mail")


def test_its_secrets_are_its_own_and_last(stack):
    first = stack().environment
    again = stack().environment
    for name in ("SECRET_KEY", "CERTIFICATE_KEY", "METRICS_TOKEN"):
        assert len(first[name]) > 40
        assert first[name] == again[name]


def test_what_the_environment_says_comes_first(stack):
    assert stack(SITE_ORIGIN="http://igot.test:8123").environment["SITE_ORIGIN"] == "http://igot.test:8123"


def test_on_the_loopback_address_only_its_names_are_answered(stack):
    names = stack().environment["ALLOWED_HOSTS"].split(",")
    assert set(names) == {"localhost", "127.0.0.1", "[::1]", "content.localhost"}


def test_on_every_address_any_name_is_answered(stack):
    made = stack("0.0.0.0")  # noqa: S104
    assert made.environment["ALLOWED_HOSTS"] == "*"
    assert made.address == "http://localhost:8123"
