"""``make check``: everything a tool can say about the code without running the product."""

import os
import subprocess
import sys
import time
from pathlib import Path

from igot.local import keys
from igot.local.places import PYTHON, ROOT

BIN = Path(PYTHON).parent
# Well-formed, and worth nothing: these commands read the settings and open no connection.
DUMMY = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


def production_settings() -> dict[str, str]:
    """What production needs, well-formed and worth nothing."""
    return {
        "DJANGO_SETTINGS_MODULE": "igot.settings.production",
        "SECRET_KEY": keys.password() + keys.password(),
        "CERTIFICATE_KEY": keys.ed25519_private_key(),
        "ALLOWED_HOSTS": "igot.example,content.igot.example,testserver",
        "SITE_ORIGIN": "https://igot.example",
        "CONTENT_ORIGIN": "https://content.igot.example",
    }


def _checks() -> list[tuple[str, list[str], dict[str, str]]]:
    development = {"DJANGO_SETTINGS_MODULE": "igot.settings.dev"}
    manage = [PYTHON, "manage.py"]
    return [
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
        ("imports", [str(BIN / "lint-imports")], {}),
        ("types", [str(BIN / "mypy"), "."], {"DJANGO_SETTINGS_MODULE": "igot.settings.test"}),
        ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
        ("models and migrations agree", [*manage, "makemigrations", "--check", "--dry-run"], development),
        ("migrations are linear", [PYTHON, "-m", "igot.local.migrations"], development),
        ("translations", [*manage, "messages", "--check"], development),
        ("translations of the content", [*manage, "content_translations", "--check"], development),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production_settings()),
    ]


def check(only: list[str] | None = None) -> int:
    """Run them all, also after one has failed; 0 when every one passes."""
    failed = []
    for name, command, extra in _checks():
        if only and name not in only:
            continue
        began = time.monotonic()
        environment = {**os.environ, **DUMMY, **extra}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name:<28} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip(), flush=True)
    if failed:
        print(f"make check: {', '.join(failed)} failed", file=sys.stderr)
    return 1 if failed else 0
