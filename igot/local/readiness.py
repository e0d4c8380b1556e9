"""What a fresh or changed checkout needs before the product can be served, and no more than that."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from igot.local import node
from igot.local.places import PYTHON, ROOT, STATIC, VAR
from igot.local.processes import LocalError, finish, launch
from igot.local.stack import Stack
from igot.local.stamps import Stamps, fingerprint

# What seeding commits need not reach the disk one by one: it is done again when it did not end.
QUICKLY = "-c synchronous_commit=off"
FILES = ("messages", "static")
APPS = ("competencies", "assessments", "courses", "capacity_plans", "igot")


def get_ready(stack: Stack) -> None:
    """Install the browser libraries and run the steps of `prepare` whose inputs have changed.

    The files are prepared beside the database: the machine has more than one core.
    """
    node.install_libraries()
    wanted = _wanted()
    done = {name: Stamps(VAR / "done" if name == "messages" else stack.folder / "done") for name in wanted}
    needed = [name for name in wanted if not done[name].is_fresh(name, wanted[name])]
    files = [name for name in needed if name in FILES]
    data = [name for name in needed if name not in FILES]
    beside = launch(_prepare(files), env=stack.environment, cwd=ROOT) if files else None
    try:
        if data:
            run(_prepare(data), stack.environment | {"PGOPTIONS": QUICKLY})
    finally:
        failed = finish(beside) if beside else 0
    if failed:
        raise LocalError("The files that the browser loads could not be prepared; the lines above say why.")
    for name in needed:
        done[name].set(name, _wanted()[name])


def compile_messages(environment: Mapping[str, str]) -> None:
    """Compile the translations unless they are: the compiled files lie beside their sources, for every command."""
    stamps = Stamps(VAR / "done")
    if not stamps.is_fresh("messages", _messages()):
        run(_prepare(["messages"]), environment)
        stamps.set("messages", _messages())


def tables() -> str:
    """Changes whenever a migration does, our own or a library's."""
    return fingerprint([*_files("migrations/*.py"), ROOT / "requirements.lock"])


def make_tables(environment: Mapping[str, str]) -> None:
    """Run all migrations on the environment's database."""
    run(_prepare(["migrate"]), environment)


def run(command: list[str], environment: Mapping[str, str]) -> None:
    """Run a command of the product, and wait; loud when it fails."""
    if finish(launch(command, env=environment, cwd=ROOT)):
        raise LocalError(f"`{' '.join(['python', *command[1:]])}` failed; the lines above say why.")


def _prepare(steps: list[str]) -> list[str]:
    return [PYTHON, "-m", "igot.local.prepare", *steps]


def _wanted() -> dict[str, str]:
    # The embedded cluster changes its port at every start and lives and dies with the stamps; a given one does not.
    migrations = fingerprint(_files("migrations/*.py"), os.environ.get("DATABASE_URL", "embedded"))
    return {
        "messages": _messages(),
        "static": fingerprint([*_tree(STATIC), ROOT / "igot" / "web" / "libraries.py", ROOT / "requirements.lock"]),
        "migrate": migrations,
        "seed": fingerprint(_tree(ROOT / "igot" / "seed"), migrations),
    }


def _messages() -> str:
    sources = list(_files("locale/**/*.po"))
    return fingerprint(sources, *(str(source.with_suffix(".mo").exists()) for source in sorted(sources)))


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
