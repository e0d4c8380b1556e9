"""docs/configuration.md says what the settings really read."""

import os
import subprocess
import sys

import pytest

from igot.local import configuration
from igot.local.check import DUMMY, production_settings
from igot.local.places import ROOT


def test_the_documented_table_is_what_the_settings_read():
    assert configuration.current() == configuration.table(), "run: make configuration"


def test_every_variable_says_what_it_means():
    assert all(len(each["about"]) > 8 for each in configuration.variables())


@pytest.mark.parametrize("missing", ["SECRET_KEY", "CERTIFICATE_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_stops_at_once_when_a_variable_is_missing(missing):
    said = _start({missing: ""})
    assert f"{missing} is not set" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://host/igot"),
        ("REDIS_URL", "http://host"),
        ("SITE_ORIGIN", "igot.example"),
        ("MAIL_PORT", "smtp"),
        ("MAIL_TLS", "perhaps"),
    ],
)
def test_production_stops_at_once_when_a_variable_is_malformed(name, value):
    said = _start({name: value})
    assert f"{name} is not a valid" in said


def _start(changes: dict[str, str]) -> str:
    environment = {**os.environ, **DUMMY, **production_settings(), **changes}
    done = subprocess.run(
        [sys.executable, "-c", "import igot.settings.production"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr
