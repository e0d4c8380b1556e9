"""Make .venv what requirements.lock says. Runs on the machine's own Python, before anything is installed.

It is started by its path (``python3 igot/local/bootstrap.py``) and imports nothing but the standard library.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "igot-setup"
MINIMUM = (3, 11)
# Where pip was told to find packages, and what uv calls the same thing.
SAME_PLACES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def main() -> int:
    """Set up the environment unless it already is; 0 when all is well."""
    if sys.version_info < MINIMUM:
        return _complain(
            f"igot needs Python 3.11 or newer; this is {sys.version.split()[0]}.",
            "Say which one to use: make PYTHON=/path/to/python3.11 ...",
        )
    wanted = _wanted()
    if STAMP.exists() and STAMP.read_text() == wanted and _python().exists():
        return 0
    print("Installing what igot stands on into .venv (once) ...", flush=True)
    if not _works() and not _make():
        return 1
    if not (_by_uv() or _by_pip()):
        return _complain("The packages of requirements.lock could not be installed; the lines above say why.")
    STAMP.write_text(wanted)
    return 0


def _complain(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1


def _wanted() -> str:
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}\n"


def _python() -> Path:
    return VENV / "bin" / "python"


def _works() -> bool:
    if not _python().exists():
        return False
    question = "import sys, pip; print(f'{sys.version_info.major}.{sys.version_info.minor}')"
    answer = subprocess.run([str(_python()), "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def _make() -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        _complain("Python could not make .venv; on Debian and Ubuntu: apt-get install python3-venv")
    return made.returncode == 0


def _pip(*arguments: str) -> bool:
    command = [str(_python()), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes"]
    return subprocess.run([*command, *arguments], stdin=subprocess.DEVNULL, check=False).returncode == 0


def _by_uv() -> bool:
    """Install with uv, several times faster than pip; uv itself comes from the lock, by pip."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
            only_uv.write(_entry("uv"))
            only_uv.flush()
            if not _pip("-r", only_uv.name):
                return False
    # Compiled once here rather than by each of the demo's processes as it starts.
    options = ["--quiet", "--require-hashes", "--compile-bytecode", "--python", str(_python())]
    command = [str(uv), "pip", "sync", *options, str(LOCK)]
    return subprocess.run(command, env=_uv_environment(), stdin=subprocess.DEVNULL, check=False).returncode == 0


def _by_pip() -> bool:
    print("uv could not install them; trying pip, which takes a minute or two longer ...", flush=True)
    return _pip("-r", str(LOCK))


def _entry(name: str) -> str:
    """One package's lines of the lock: its version and its hashes."""
    lines: list[str] = []
    inside = False
    for line in LOCK.read_text().splitlines():
        if not line.startswith((" ", "#")):
            inside = line.startswith(f"{name}==")
        if inside:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration: hand it over, for this one command."""
    environment = {"UV_PYTHON_DOWNLOADS": "never"}
    listed = subprocess.run(
        [str(_python()), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    # What the environment says comes last: with pip, too, it outranks the files.
    for line in sorted(listed.splitlines(), key=lambda said: said.startswith(":env:")):
        key, _, value = line.partition("=")
        name = SAME_PLACES.get(key.rpartition(".")[2])
        if name:
            environment[name] = " ".join(value.strip().strip("'\"").replace("\\n", " ").split())
    # pip looks in every index it knows; with a hash for every file that is safe, so uv may too.
    environment["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return environment | dict(os.environ)


if __name__ == "__main__":
    sys.exit(main())
