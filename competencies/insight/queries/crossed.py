"""Which competencies' positions would, next to the maps by organisation, tell a few people."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from datetime import date

from competencies.insight.models import GapCount
from competencies.insight.rules import keep_back, tells_of_few
from igot.organisations.models import Organisation

# How many people of an organisation itself, by its path, hold each position (0: by work order alone).
Crossed = Mapping[str, Mapping[int, int]]
Group = tuple[Hashable, Hashable, int]


def told_by_positions(top: Organisation, day: date, hidden: Mapping[int, Collection[int]]) -> set[int]:
    """The competencies (keys) of which a reader of both maps of `top`, and of all maps below it, could work out how
    many people of one position serve in one organisation, or a cell that is kept back, where those are one to four.

    `hidden` says which positions are kept back, per competency. Whoever reads the maps is taken to know in which
    organisations somebody holds which position: that much stands in the dictionary and in the lists of offices.
    """
    crossed: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = GapCount.objects.filter(day=day, organisation__path__startswith=top.path, competency__in=list(hidden))
    for key, path, position, people in rows.values_list("competency_id", "organisation__path", "position_id", "people"):
        crossed[key][path][position or 0] = people
    return {key for key, cells in crossed.items() if tells_of_few(_groups(top.path, cells, hidden[key]))}


def _groups(top: str, cells: Crossed, hidden: Collection[int]) -> list[Group]:
    """What is not shown, each between the two sums it stands in: the people of an organisation itself (`own`), those of
    an organisation with all below (`all`), those who hold a position, and everybody.
    """
    groups: list[Group] = []
    positions: dict[int, int] = defaultdict(int)
    for path, own in cells.items():
        for position, people in own.items():
            groups.append((("own", path), ("position", position), people))
            positions[position] += people
    groups += [(("position", position), "everybody", positions[position]) for position in hidden]
    return groups + _kept_below(top, cells)


def _kept_below(top: str, cells: Crossed) -> list[Group]:
    """The cells that are kept back in the map of `top` and in those below it."""
    own = {path: sum(held.values()) for path, held in cells.items()}
    whole: dict[str, int] = defaultdict(int)
    below: dict[str, set[str]] = defaultdict(set)
    for path, people in own.items():
        for end in range(len(top), len(path) + 1, Organisation.steplen):
            whole[path[:end]] += people
            if end > len(top):
                below[path[: end - Organisation.steplen]].add(path[:end])
    groups: list[Group] = []
    kept_above: set[str] = set()
    for path in sorted(whole):
        line = {"": own.get(path, 0)} | {each: whole[each] for each in below[path]}
        answer = keep_back(line)
        for key, people in line.items():
            if people and (path in kept_above or answer.whole or key in answer.cells):
                groups.append((("all", path), ("all", key) if key else ("own", path), people))
                kept_above.add(key)
    return groups
