"""What a fresh or changed checkout needs before the product can be served, and no more than that."""

import os
from collections.abc import Iterator
from pathlib import Path

from igot.local import node
from igot.local.places import PYTHON, ROOT, STATIC
from igot.local.processes import LocalError, finish, launch
from igot.local.stack import Stack
from igot.local.stamps import Stamps, fingerprint

APPS = ("competencies", "assessments", "courses", "capacity_plans", "igot")


def get_ready(stack: Stack) -> None:
    """Install the browser libraries and run the steps of `prepare` whose inputs have changed."""
    node.install_libraries()
    stamps = Stamps(stack.folder / "done")
    wanted = _wanted(stack)
    needed = [name for name, value in wanted.items() if not stamps.is_fresh(name, value)]
    if not needed:
        return
    run(stack, "igot.local.prepare", *needed)
    for name in needed:
        stamps.set(name, wanted[name])


def run(stack: Stack, *command: str) -> None:
    """Run one of the product's modules with the stack's settings, and wait; loud when it fails."""
    if finish(launch([PYTHON, "-m", *command], env=stack.environment, cwd=ROOT)):
        raise LocalError(f"`python -m {' '.join(command)}` failed; the lines above say why.")


def _wanted(stack: Stack) -> dict[str, str]:
    # The embedded cluster changes its port at every start and lives and dies with the stamps; a given one does not.
    migrations = fingerprint(_files("migrations/*.py"), os.environ.get("DATABASE_URL", "embedded"))
    return {
        "migrate": migrations,
        "messages": fingerprint(_files("locale/**/*.po")),
        "static": fingerprint([*_tree(STATIC), ROOT / "igot" / "web" / "libraries.py"], stack.environment["VAR_DIR"]),
        "seed": fingerprint([*_tree(ROOT / "igot" / "seed")], migrations),
    }


def _files(pattern: str) -> Iterator[Path]:
    for app in APPS:
        yield from (ROOT / app).glob(pattern)
        yield from (ROOT / app).glob(f"*/{pattern}")


def _tree(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "node_modules" not in path.parts and path.suffix != ".pyc":
            yield path


def tail(log: str, lines: int = 15) -> str:
    """The end of a log, for the message that something failed."""
    try:
        return "\n".join(Path(log).read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
