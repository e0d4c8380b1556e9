"""What can raise a level: courses and assessments stand above, so they register finders here.

A finder answers for one person; a supply counter says how much there is at all, for those who plan what to teach.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from igot.kernel.errors import Text

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@dataclass(frozen=True)
class Offer:
    """One thing to do: up to which level it can raise its competency, how long it takes, and why it is shown.

    `kind` is `course`, `programme` or `assessment`; `closes` says whether it reaches the level that is asked.
    """

    title: str
    url: str
    kind: str
    level: int
    minutes: int
    why: Text
    closes: bool = False


# By the competency's key: the level held, and the level asked for.
Wanted = Mapping[int, tuple[int, int]]
Finder = Callable[["User", Wanted], Mapping[int, Iterable[Offer]]]
# How many things there are that raise the competency (its key) to the level, open to an organisation, or at all.
Supply = dict[tuple[int, int], int]
Counter = Callable[["Organisation | None"], Supply]

_FINDERS: dict[str, Finder] = {}
_COUNTERS: dict[str, Counter] = {}


def register(name: str, finder: Finder) -> None:
    """Make a finder known; two of one name are a mistake. It answers in a constant number of queries."""
    if name in _FINDERS:
        raise ValueError(f"two finders of offers are called {name}")
    _FINDERS[name] = finder


def register_supply(name: str, counter: Counter) -> None:
    """Make a counter known; two of one name are a mistake. It answers in a constant number of queries."""
    if name in _COUNTERS:
        raise ValueError(f"two counters of supply are called {name}")
    _COUNTERS[name] = counter


def offers_for(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """What would bring the person nearer to what is asked, per competency: what closes the gap first, then by time."""
    found: dict[int, list[Offer]] = {}
    if wanted:
        for finder in _FINDERS.values():
            for competency, offers in finder(user, wanted).items():
                found.setdefault(competency, []).extend(offers)
    return {
        competency: sorted(offers, key=lambda offer: (not offer.closes, -offer.level, offer.minutes, offer.title))
        for competency, offers in found.items()
    }


def supply(organisation: "Organisation | None" = None) -> Supply:
    """How many things raise each competency to each level: those open to an organisation, or all that are offered."""
    total: Supply = {}
    for counter in _COUNTERS.values():
        for key, number in counter(organisation).items():
            total[key] = total.get(key, 0) + number
    return total
