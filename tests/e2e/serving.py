"""The product as `make demo` serves it: gunicorn, static files compressed once and kept by the browser for ever."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import requests
from django.conf import settings
from django.db import connection

from igot.local.processes import free_port, wait_until


def database_url() -> str:
    """The test's own database, for another process."""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}@" if given["USER"] else ""
    return f"postgres://{who}{given['HOST']}:{given['PORT']}/{given['NAME']}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Its address, while it runs; what it needs lies in the folder."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "igot.settings.dev",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "VAR_DIR": str(folder),
        "SITE_ORIGIN": f"http://localhost:{port}",
        "CONTENT_ORIGIN": f"http://content.localhost:{port}",
    }
    inside = {"env": environment, "cwd": str(settings.BASE_DIR)}
    subprocess.run([sys.executable, "-m", "igot.local.prepare", "static"], **inside, check=True)  # type: ignore[call-overload]
    command = ["gunicorn", "igot.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    with (folder / "web.log").open("w") as log:
        web = subprocess.Popen(  # type: ignore[call-overload]
            [sys.executable, "-m", *command, "--no-control-socket"], **inside, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://localhost:{port}"
            assert wait_until(lambda: answers(address), within=60), (folder / "web.log").read_text()
            yield address
        finally:
            web.terminate()
            web.wait(15)


def answers(address: str) -> bool:
    """Whether it is up."""
    try:
        return requests.get(f"{address}/healthz", timeout=5).ok
    except requests.RequestException:
        return False
