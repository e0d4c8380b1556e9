"""Read the heat map: competencies against organisations or positions, without a cell that shows a few people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from competencies.framework.models import Competency
from competencies.insight.models import GapCount
from competencies.insight.queries.crossed import told_by_positions
from competencies.insight.rules import Kept, band, keep_back, percent
from competencies.positions.models import Position
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation
from igot.organisations.queries import children_of, prefixes

Cells = dict[int, dict[str, "Numbers"]]
# The key of what belongs to the organisation itself or, by position, to nobody's position.
OWN = ""


@dataclass
class Numbers:
    """Of the people asked for a competency: how many meet it, and the levels asked, held up to that, missing."""

    people: int = 0
    meeting: int = 0
    required: int = 0
    attained: int = 0
    missing: int = 0
    weight: int = 0

    def add(self, other: "Numbers") -> None:
        """Count another group in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def percent(self) -> int:
        """People who meet what is asked, in whole per cent, rounded down."""
        return percent(self.meeting, self.people)

    @property
    def band(self) -> int:
        """The shade of the heat map, 0 to 4."""
        return band(self.percent)

    @property
    def lacking(self) -> int:
        """People who do not meet what is asked."""
        return self.people - self.meeting

    @property
    def average_missing(self) -> float:
        """Levels missing per person who is asked."""
        return self.missing / self.people if self.people else 0.0


@dataclass(frozen=True)
class Column:
    """An organisation directly below, or a position; `OWN` for the organisation itself or for work orders alone."""

    key: str
    label: str
    slug: str = ""
    has_below: bool = False


@dataclass(frozen=True)
class Shown:
    """One cell as it may be seen: its numbers, or kept back, or nobody is asked."""

    column: Column
    numbers: Numbers | None
    is_kept_back: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nobody is asked."""
        return self.numbers is None and not self.is_kept_back


@dataclass(frozen=True)
class Row:
    """One competency. `whole` is None where it is kept back."""

    competency: Competency
    whole: Numbers | None
    cells: list[Shown]
    weight: int = field(default=0)


@dataclass(frozen=True)
class HeatMap:
    """The map of a part of the tree on a day; the heaviest gaps first."""

    part: Organisation
    by: str
    day: date
    as_of: datetime | None
    columns: list[Column]
    rows: list[Row]


def heat_map(
    part: Organisation,
    top: Organisation,
    day: date,
    *,
    by: str = "organisation",
    text: str = "",
    kind: str = "",
    only: Competency | None = None,
) -> HeatMap:
    """The map of `part` on a counted day. `top` is the highest organisation whose map the reader can open: what is kept
    back in the maps from there down to the part's parent stays kept back here.

    By position a map is drawn of `top` alone: crossed with organisations, cells could be had by subtraction.
    """
    found = _chosen(text, kind, only)
    if by == "position" and part.path == top.path:
        cells = _cells_by_position(part, day, found)
    else:
        by, cells = "organisation", _cells_below(part, day, found)
    kept = kept_above(part, top, day)
    columns = _columns(part, by, cells)
    competencies = Competency.objects.in_bulk(list(cells)) if only is None else {only.pk: only}
    rows = [_row(competencies[key], line, columns, key in kept) for key, line in cells.items()]
    if by == "position":
        rows = _without_told(part, day, rows)
    rows.sort(key=lambda row: (-row.weight, row.competency.name, row.competency.pk))
    at = _counts(part, day).aggregate(at=Max("counted_at"))["at"]
    return HeatMap(part, by, day, at, columns, rows)


def wholes(part: Organisation, top: Organisation, day: date) -> dict[int, Numbers]:
    """The sums of a part per competency (its key), as far as they may be shown."""
    return wholes_by_day(part, top, [day]).get(day, {})


def wholes_by_day(part: Organisation, top: Organisation, days: Iterable[date]) -> dict[date, dict[int, Numbers]]:
    """The same for several days, in as many queries as for one."""
    chosen = Q(day__in=list(days))
    kept = _kept_above(part, top, chosen)
    found: dict[date, dict[int, Numbers]] = defaultdict(dict)
    counts = GapCount.objects.filter(chosen, organisation__path__startswith=part.path)
    for row in _sums(counts, "day", "competency_id"):
        day, key, numbers = row["day"], row["competency_id"], numbers_of(row)
        if (day, key) not in kept and not keep_back({OWN: numbers.people}).whole:
            found[day][key] = numbers
    return dict(found)


def kept_above(part: Organisation, top: Organisation, day: date) -> set[int]:
    """The competencies (keys) whose sum for the part is kept back in a map above it."""
    return {key for _day, key in _kept_above(part, top, Q(day=day))}


def _kept_above(part: Organisation, top: Organisation, chosen: Q) -> set[tuple[date, int]]:
    kept: set[tuple[date, int]] = set()
    for path in [each for each in prefixes(part.path) if len(top.path) <= len(each) < len(part.path)]:
        below = part.path[: len(path) + Organisation.steplen]
        lines: dict[tuple[date, int], dict[str, Numbers]] = defaultdict(dict)
        with subtree(top):
            for row in _sums(_placed(path, chosen), "day", "competency_id", "place"):
                lines[row["day"], row["competency_id"]][row["place"]] = numbers_of(row)
        for key, line in lines.items():
            answer = _kept(line)
            if answer.whole or below in answer.cells:
                kept.add(key)
    return kept


def _kept(line: Mapping[str, Numbers]) -> Kept[str]:
    return keep_back({key: numbers.people for key, numbers in line.items()})


def _row(competency: Competency, line: dict[str, Numbers], columns: list[Column], kept_above: bool) -> Row:
    whole = Numbers()
    for numbers in line.values():
        whole.add(numbers)
    answer = _kept(line)
    none = answer.whole or kept_above
    cells = []
    for column in columns:
        here = line.get(column.key)
        hidden = here is not None and (none or column.key in answer.cells)
        cells.append(Shown(column, None if hidden else here, hidden))
    return Row(competency, None if none else whole, cells, 0 if none else whole.weight)


def _without_told(top: Organisation, day: date, rows: list[Row]) -> list[Row]:
    """The same, with all positions kept back of a competency where, next to the maps by organisation, they would tell a
    few people.
    """
    hidden = {
        row.competency.pk: [int(cell.column.key or 0) for cell in row.cells if cell.is_kept_back]
        for row in rows
        if row.whole is not None
    }
    told = told_by_positions(top, day, hidden)
    return [
        replace(row, cells=[Shown(cell.column, None, not cell.is_empty) for cell in row.cells])
        if row.competency.pk in told
        else row
        for row in rows
    ]


def _columns(part: Organisation, by: str, cells: Cells) -> list[Column]:
    """The columns in which anybody is asked anything, the organisation's own first."""
    used = {key for line in cells.values() for key in line}
    label = _("By work order") if by == "position" else str(part)
    own = [Column(OWN, label)] if OWN in used else []
    if by == "position":
        found = Position.objects.filter(pk__in=[int(key) for key in used if key != OWN]).order_by("name", "pk")
        return [*own, *(Column(str(each.pk), str(each)) for each in found)]
    below = list(children_of(part).filter(path__in=used))
    return [*own, *(Column(each.path, str(each), each.slug, each.numchild > 0) for each in below)]


def _cells_below(part: Organisation, day: date, found: Q) -> Cells:
    """The sums of each organisation directly below, what belongs to the part itself under `OWN`."""
    cells = _table(_placed(part.path, found & Q(day=day)), "place")
    for line in cells.values():
        if part.path in line:
            line[OWN] = line.pop(part.path)
    return cells


def _placed(path: str, chosen: Q) -> "QuerySet[GapCount]":
    """The cells below a path, with the path of the organisation directly below it to which each belongs."""
    counts: QuerySet[GapCount] = GapCount.objects.filter(chosen, organisation__path__startswith=path)
    return counts.annotate(place=Substr("organisation__path", 1, len(path) + Organisation.steplen))


def _cells_by_position(part: Organisation, day: date, found: Q) -> Cells:
    return _table(_counts(part, day).filter(found), "position_id")


def _table(counts: "QuerySet[GapCount]", name: str) -> Cells:
    cells: Cells = defaultdict(dict)
    for row in _sums(counts, "competency_id", name):
        key = row[name]
        cells[row["competency_id"]][OWN if key is None else str(key)] = numbers_of(row)
    return dict(cells)


def _counts(part: Organisation, day: date) -> "QuerySet[GapCount]":
    found: QuerySet[GapCount] = GapCount.objects.filter(day=day, organisation__path__startswith=part.path)
    return found


def _sums(counts: "QuerySet[GapCount]", *names: str) -> Iterable[dict[str, Any]]:
    return counts.order_by().values(*names).annotate(**{f"{each.name}_": Sum(each.name) for each in fields(Numbers)})


def numbers_of(row: Mapping[str, Any]) -> Numbers:
    """The numbers of a row of sums."""
    return Numbers(**{each.name: row[f"{each.name}_"] for each in fields(Numbers)})


def _chosen(text: str, kind: str, only: Competency | None) -> Q:
    found = Q(competency=only) if only is not None else Q()
    for word in text.split():
        found &= Q(competency__name__icontains=word) | Q(competency__translations__hi__name__icontains=word)
    return found & Q(competency__kind=kind) if kind else found
