"""What numbers may be shown without showing a person: pure functions."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
# Nothing is said about fewer people than this (the rule for leaders' pages, docs/glossary.md: small cell).
FEWEST = 5


@dataclass(frozen=True)
class Kept(Generic[K]):
    """Which cells of a row are kept back, and whether its sum is."""

    cells: frozenset[K]
    whole: bool


def keep_back(people: Mapping[K, int]) -> Kept[K]:
    """Which cells of a row to keep back, so that neither a cell nor a sum less the other cells speaks of 1 to 4 people.

    Kept back is every cell of 1 to 4 people. Where those together are one cell, or fewer than five people, the smallest
    of the others join them until they are neither: the sum of the row less the cells shown then says nothing of a few.
    A row whose sum is below five is kept back altogether; empty cells say only that nobody is asked.
    """
    filled = {key: count for key, count in people.items() if count}
    total = sum(filled.values())
    if total < FEWEST:
        return Kept(frozenset(filled), bool(filled))
    hidden = {key for key, count in filled.items() if count < FEWEST}
    if hidden:
        # In a fixed order, so that the same numbers always keep back the same cells.
        others = sorted(filled.keys() - hidden, key=lambda key: (filled[key], str(key)))
        while others and (len(hidden) < 2 or sum(filled[key] for key in hidden) < FEWEST):
            hidden.add(others.pop(0))
    return Kept(frozenset(hidden), False)


def tells_of_few(groups: Sequence[tuple[Hashable, Hashable, int]]) -> bool:
    """Whether somebody who knows certain sums can work out a group of one to four people from them.

    Each group that is not shown stands in exactly two sums: it is an edge between them, with its number of people. Such
    a system of equations fixes an edge exactly where it is a bridge: where there is a second way between its two sums,
    people could as well be moved around that circle.
    """
    ways: dict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for number, (one, other, _people) in enumerate(groups):
        ways[one].append((other, number))
        ways[other].append((one, number))
    found: dict[Hashable, int] = {}
    lowest: dict[Hashable, int] = {}
    for start, first in ways.items():
        if start in found:
            continue
        found[start] = lowest[start] = len(found)
        path: list[tuple[Hashable, int, Iterator[tuple[Hashable, int]]]] = [(start, -1, iter(first))]
        while path:
            here, came_by, left = path[-1]
            for there, number in left:
                if number == came_by:
                    continue
                if there not in found:
                    found[there] = lowest[there] = len(found)
                    path.append((there, number, iter(ways[there])))
                    break
                lowest[here] = min(lowest[here], found[there])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[here])
                    if lowest[here] > found[before] and 0 < groups[came_by][2] < FEWEST:
                        return True
    return False


def at_least(people: Mapping[int, int], level: int) -> tuple[int, bool]:
    """How many of the people who lack a level (by the level asked of them) something that reaches `level` brings to it:
    the number, and whether it is exact. Else it is what may be said: so many at least, or only that there are a few.

    Levels are taken together from below until they hold five people or more, and so are those that remain: neither a
    number nor the difference of two speaks of one to four people.
    """
    total, reached, sure, told = sum(people.values()), 0, 0, 0
    for asked in sorted(people):
        told += people[asked]
        rest = total - told
        if told - sure >= FEWEST and (rest == 0 or rest >= FEWEST):
            sure = told if asked <= level else sure
        if asked <= level:
            reached = told
    return (sure if sure <= reached else 0), sure == reached


def percent(part: int, whole: int) -> int:
    """Whole per cent, rounded down; 0 of nothing."""
    return 100 * part // whole if whole else 0


def band(share: int) -> int:
    """In which of five shades of the heat map a share of 0 to 100 per cent stands; 4 is the best."""
    return min(4, max(0, share) // 20)
