"""Bring the database and the files the product serves up to date, in one process (Django takes seconds to load).

Run as ``python -m igot.local.prepare migrate messages static seed``.
"""

import sys
from collections.abc import Callable


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _messages() -> None:
    from django.core.management import call_command

    call_command("messages", "--compile")


def _static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def _seed() -> None:
    from django.core.management import call_command

    call_command("seed")


STEPS: dict[str, tuple[str, Callable[[], None]]] = {
    "migrate": ("Making the database's tables", _migrate),
    "messages": ("Compiling the translations", _messages),
    "static": ("Collecting what the browser loads", _static),
    "seed": ("Filling in organisations, people and courses", _seed),
}


def main(names: list[str]) -> int:
    """Run the named steps in their order."""
    import django

    django.setup()
    for name in names:
        title, step = STEPS[name]
        print(f"{title} ...", flush=True)
        step()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
