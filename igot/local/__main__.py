"""``python -m igot.local``: the commands behind the Makefile."""

import argparse
import sys

from igot.local.processes import LocalError
from igot.local.supervisor import Interrupted


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m igot.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("libraries", help="install the browser libraries")
    demo = commands.add_parser("demo", help="run the product with invented people")
    demo.add_argument("--reset", action="store_true", help="throw the data away first")
    commands.add_parser("journey", help="walk the main journey on a throw-away database")
    commands.add_parser("bench", help="measure the product at full size")
    test = commands.add_parser("test", help="run pytest on embedded servers")
    test.add_argument("--browser", action="store_true", help="make sure there is a Chromium")
    test.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    check = commands.add_parser("check", help="what tools can say about the code")
    check.add_argument("only", nargs="*", help="names of the checks to run")
    commands.add_parser("configuration", help="write the table of docs/configuration.md anew")
    return parser.parse_args()


def _run(asked: argparse.Namespace) -> int:
    """Import only what the command needs: some of it exists only after set-up."""
    status = 0
    match asked.command:
        case "libraries":
            from igot.local.node import install_libraries

            install_libraries()
        case "demo":
            from igot.local.demo import demo

            status = demo(reset=asked.reset)
        case "journey":
            from igot.local.journey import journey

            status = journey()
        case "bench":
            from igot.local.bench import bench

            status = bench()
        case "test":
            from igot.local.testing import test

            status = test(asked.pytest, browser=asked.browser)
        case "configuration":
            from igot.local.configuration import write

            write()
        case "check":
            from igot.local.check import check

            status = check(asked.only)
    return status


def main() -> int:
    """Run one command; 1 with one clear line when this machine is in the way."""
    asked = _arguments()
    try:
        return _run(asked)
    except LocalError as error:
        print(f"igot: {error}", file=sys.stderr)
        return 1
    except Interrupted:
        return 0 if asked.command == "demo" else 130


if __name__ == "__main__":
    sys.exit(main())
