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
    # The public id of what is offered, for those who put it into a plan.
    reference: str = ""


# By the competency's key: the level held, and the level asked for.
Wanted = Mapping[int, tuple[int, int]]
Finder = Callable[["User", Wanted], Mapping[int, Iterable[Offer]]]
# How many things there are that raise the competency (its key) to the level, open to an organisation, or at all.
Supply = dict[tuple[int, int], int]
Counter = Callable[["Organisation | None"], Supply]
# What is open to all who serve in an organisation.
Lister = Callable[["Organisation", Wanted], Mapping[int, Iterable[Offer]]]

_FINDERS: dict[str, Finder] = {}
_COUNTERS: dict[str, Counter] = {}
_LISTERS: dict[str, Lister] = {}


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


def register_list(name: str, lister: Lister) -> None:
    """Make a lister known; two of one name are a mistake. It answers in a constant number of queries."""
    if name in _LISTERS:
        raise ValueError(f"two listers of offers are called {name}")
    _LISTERS[name] = lister


def offers_for(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """What would bring the person nearer to what is asked, per competency: what closes the gap first, then by time."""
    return _sorted(finder(user, wanted) for finder in _FINDERS.values()) if wanted else {}


def offers_in(organisation: "Organisation", wanted: Wanted) -> dict[int, list[Offer]]:
    """The same for all who serve in an organisation: what is open to them."""
    return _sorted(lister(organisation, wanted) for lister in _LISTERS.values()) if wanted else {}


def _sorted(answers: Iterable[Mapping[int, Iterable[Offer]]]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    for answer in answers:
        for competency, offers in answer.items():
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
