"""How a scenario makes itself known."""

from collections.abc import Awaitable, Callable, Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.browser import Browser
    from tests.benchmarks.ground import Ground
    from tests.benchmarks.rows import Row

Visit = Callable[["Browser", int], Awaitable[None]]
Prepare = Callable[["Ground"], Visit]
Measure = Callable[["Ground"], "Iterable[Row]"]

VISITS: dict[str, Prepare] = {}
MEASURES: dict[str, Measure] = {}


def visited(prepare: Prepare) -> Prepare:
    """A scenario of many equal visits: the function prepares it and returns the visit; its name is the scenario's.

    A visit gets a browser and a number of its own, and raises `Failed` when it does not see what it should.
    """
    VISITS[prepare.__name__] = prepare
    return prepare


def measured(measure: Measure) -> Measure:
    """A scenario that measures by itself and yields its rows; the function's name is the scenario's."""
    MEASURES[measure.__name__] = measure
    return measure


def load() -> list[str]:
    """Import every scenario; returns their names: the visits first, for the others leave the data changed."""
    from tests.benchmarks import scenarios

    for module in sorted(module.name for module in iter_modules(scenarios.__path__)):
        import_module(f"{scenarios.__name__}.{module}")
    return [*VISITS, *MEASURES]
