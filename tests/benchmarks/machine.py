"""On what, and of what, the figures are."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection


def about() -> dict[str, Any]:
    """The machine and the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "model": _model(),
            "python": platform.python_version(),
            "postgres": postgres,
            "load_before": round(os.getloadavg()[0], 2),
        },
        "commit": _git("rev-parse", "--short", "HEAD"),
        "changed_since": bool(_git("status", "--porcelain", "--untracked-files=no")),
    }


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((text.partition(":")[2].strip() for text in lines if text.startswith("model name")), platform.machine())


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()
