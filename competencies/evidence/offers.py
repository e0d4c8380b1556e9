"""What can raise a level: courses and assessments stand above, so they register finders here.

A finder answers for one person; a supply counter says how much there is at all, for those who plan what to teach.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.utils.translation import get_language

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
# A text that changes with whatever may change an answer for the organisation (or for all); empty where it is not known.
Marker = Callable[["Organisation | None"], str]

_FINDERS: dict[str, Finder] = {}
_COUNTERS: dict[str, Counter] = {}
_LISTERS: dict[str, Lister] = {}
_MARKERS: dict[str, Marker] = {}


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


def register_mark(name: str, marker: Marker) -> None:
    """Make a marker known: while its text stays the same, what the counter, the lister and the finder of this name
    answered is kept; such a finder looks at nothing of the person but where they serve. It is asked before them, in one
    query.
    """
    if name in _MARKERS:
        raise ValueError(f"two markers of offers are called {name}")
    _MARKERS[name] = marker


def offers_for(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """What would bring the person nearer to what is asked, per competency: what closes the gap first, then by time."""
    if not wanted:
        return {}
    place = user.organisation
    return _sorted(
        _kept("found", name, place, wanted, None, partial(finder, user)) if place is not None else finder(user, wanted)
        for name, finder in _FINDERS.items()
    )


def offers_in(organisation: "Organisation", wanted: Wanted, *, most: int | None = None) -> dict[int, list[Offer]]:
    """The same for all who serve in an organisation: what is open to them; at most so many per competency."""
    if not wanted:
        return {}
    found = _sorted(
        _kept("listed", name, organisation, wanted, most, partial(lister, organisation))
        for name, lister in _LISTERS.items()
    )
    return {competency: offers[:most] for competency, offers in found.items()}


def _sorted(answers: Iterable[Mapping[int, Iterable[Offer]]]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    for answer in answers:
        for competency, offers in answer.items():
            found.setdefault(competency, []).extend(offers)
    return {
        competency: sorted(offers, key=lambda offer: (not offer.closes, -offer.level, offer.minutes, offer.title))
        for competency, offers in found.items()
    }


def _kept(
    kind: str,
    name: str,
    organisation: "Organisation",
    wanted: Wanted,
    most: int | None,
    ask: Callable[[Wanted], Mapping[int, Iterable[Offer]]],
) -> dict[int, list[Offer]]:
    """What was answered, sorted; of each competency it is kept by itself, as pages ask for different ones."""
    kept, mark = caches["process"], _mark(name, organisation)
    keys = {_key(kind, mark, get_language(), each, *wanted[each], most): each for each in wanted} if mark else {}
    known: dict[int, list[Offer]] = {keys[key]: offers for key, offers in kept.get_many(list(keys)).items()}
    asked = {each: levels for each, levels in wanted.items() if each not in known}
    if asked:
        answer = {competency: offers[:most] for competency, offers in _sorted([ask(asked)]).items()}
        kept.set_many({key: answer.get(each, []) for key, each in keys.items() if each in asked})
        known |= answer
    return known


def supply(organisation: "Organisation | None" = None) -> Supply:
    """How many things raise each competency to each level: those open to an organisation, or all that are offered."""
    total: Supply = {}
    for key, number in chain.from_iterable(_counted(name, organisation).items() for name in _COUNTERS):
        total[key] = total.get(key, 0) + number
    return total


def _counted(name: str, organisation: "Organisation | None") -> Supply:
    mark = _mark(name, organisation)
    key = _key("supply", mark)
    answer: Supply | None = caches["process"].get(key) if mark else None
    if answer is None:
        answer = _COUNTERS[name](organisation)
        if mark:
            caches["process"].set(key, answer)
    return answer


def _mark(name: str, organisation: "Organisation | None") -> str:
    found = _MARKERS[name](organisation) if name in _MARKERS else ""
    return f"{name}:{found}" if found else ""


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(("offers", *parts)).encode()).hexdigest()
