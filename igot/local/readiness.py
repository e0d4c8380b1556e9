"""What a fresh or changed checkout needs before the product can be served, and no more than that."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from igot.local import node
from igot.local.places import PYTHON, ROOT, STATIC, VAR
from igot.local.processes import LocalError, finish, launch
from igot.local.stack import Stack
from igot.local.stamps import Stamps, fingerprint

APPS = ("competencies", "assessments", "courses", "capacity_plans", "igot")


def get_ready(stack: Stack) -> None:
    """Install the browser libraries and run the steps of `prepare` whose inputs have changed.

    The files are prepared beside the database: the machine has more than one core.
    """
    node.install_libraries()
    stamps = Stamps(stack.folder / "done")
    wanted = _wanted(stack)
    needed = [name for name, value in wanted.items() if not stamps.is_fresh(name, value)]
    files = [name for name in needed if name == "static"]
    data = [name for name in needed if name != "static"]
    compile_messages(stack.environment)
    beside = launch(_prepare(*files), env=stack.environment, cwd=ROOT) if files else None
    try:
        if data:
            run(stack.environment, *_prepare(*data)[1:])
    finally:
        failed = finish(beside) if beside else 0
    if failed:
        raise LocalError("The files that the browser loads could not be collected; the lines above say why.")
    for name in needed:
        stamps.set(name, wanted[name])


def compile_messages(environment: Mapping[str, str]) -> None:
    """Compile the translations unless they are: the compiled files lie beside their sources, for every command."""
    stamps = Stamps(VAR / "done")
    sources = list(_files("locale/**/*.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    wanted = fingerprint(sources, *(str(path.exists()) for path in compiled))
    if stamps.is_fresh("messages", wanted):
        return
    run(environment, *_prepare("messages")[1:])
    stamps.set("messages", fingerprint(sources, *(str(path.exists()) for path in compiled)))


def run(environment: Mapping[str, str], *command: str) -> None:
    """Run one of the product's modules, and wait; loud when it fails."""
    if finish(launch([PYTHON, *command], env=environment, cwd=ROOT)):
        raise LocalError(f"`python {' '.join(command)}` failed; the lines above say why.")


def _prepare(*steps: str) -> list[str]:
    return [PYTHON, "-m", "igot.local.prepare", *steps]


def _wanted(stack: Stack) -> dict[str, str]:
    # The embedded cluster changes its port at every start and lives and dies with the stamps; a given one does not.
    migrations = fingerprint(_files("migrations/*.py"), os.environ.get("DATABASE_URL", "embedded"))
    return {
        "static": fingerprint([*_tree(STATIC), ROOT / "igot" / "web" / "libraries.py", ROOT / "requirements.lock"]),
        "migrate": migrations,
        "seed": fingerprint(_tree(ROOT / "igot" / "seed"), migrations),
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
