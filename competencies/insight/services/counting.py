"""Count what everybody lacks: marked in the cause's transaction, recounted afterwards, rolled up per day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from competencies.framework import queries as framework
from competencies.insight import facts, queries
from competencies.insight.models import GapCount, StaleGaps
from competencies.insight.services import statements
from competencies.positions import queries as positions
from igot.accounts import queries as accounts
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import everywhere
from igot.organisations import queries as organisations

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

AT_ONCE = 1000
# Recounts of many exclude those of one person, or an older count could end up on top of a newer one.
LOCK = 5_100_104


@dataclass(frozen=True)
class Rebuilt:
    """How many gap rows there are, and how many cells of the day's roll-up."""

    gaps: int
    cells: int


@transaction.atomic
def mark_people(*, people: Iterable[int], at: datetime) -> int:
    """Mark the gaps of these people (by key) as to be counted again; returns how many were named.

    The row is written even where there is one: that lock makes a sweep either see the change or find the mark again.
    """
    keys = sorted(set(people))
    StaleGaps.objects.bulk_create(
        [StaleGaps(person_id=key, since=at) for key in keys],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["since"],
        batch_size=5000,
    )
    return len(keys)


@transaction.atomic
def mark_persons(*, persons: Iterable[str], at: datetime) -> int:
    """The same by public ids, as facts name people; what names nobody any more marks nobody."""
    return mark_people(people=queries.keys_of_people(persons), at=at)


@transaction.atomic
def mark_everybody(*, at: datetime) -> int:
    """Mark everybody whose work is described now, or was at the last count; returns how many."""
    return mark_people(people=queries.everybody_counted(day_in_india(at)), at=at)


@transaction.atomic
def mark_those_asked(*, kind: str, item: str, at: datetime) -> int:
    """Mark everybody of whom an item of the dictionary asks something, or asked at the last count; returns how many.

    `kind` is competency, role, position or person, `item` its public id. What names no item any more marks nobody.
    """
    return mark_people(people=queries.asked_by_item(kind, item, day_in_india(at)), at=at)


@transaction.atomic
def mark_asked(*, position: str = "", role: str = "", person: str = "", at: datetime) -> int:
    """The same for those whom a change of requirements names (public ids): holders of a position or role, a person."""
    named = {"position": position, "role": role, "person": person}
    return sum(mark_those_asked(kind=kind, item=item, at=at) for kind, item in named.items() if item)


@transaction.atomic
def mark_ordered(*, orders: Iterable[str], at: datetime) -> int:
    """Mark everybody whom these work orders (public ids, empty ones name none) place; returns how many."""
    return mark_people(people=queries.placed_by(order for order in orders if order), at=at)


@transaction.atomic
def recount_levels(*, settled: Iterable[tuple[str, str]], at: datetime) -> int:
    """Note the levels that people hold now (person and competency, by public ids) in their gaps, and count the cells
    they stand in; returns how many gaps changed.

    While many are being recounted the people are marked instead: the sweep finds them.
    """
    told = sorted(set(settled))
    keys = accounts.keys_of(person for person, _competency in told)
    named = framework.competencies_named(competency for _person, competency in told)
    people = [keys[person] for person, _competency in told]
    competencies = [named[competency].pk for _person, competency in told]
    # A person may hold a second post in another government's tree.
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            mark_people(people=people, at=at)
            return 0
        # Locked first and read afterwards, so that of two recounts the later one sees the newer level.
        cursor.execute(statements.LOCK_GAPS, {"people": people, "competencies": competencies})
        cursor.execute(statements.RAISE, {"people": people, "competencies": competencies, "at": at})
        changed = cursor.fetchall()
        _count_cells(cursor, {row[:3] for row in changed if row[3]}, at)
    return len(changed)


def _count_cells(cursor: "CursorWrapper", places: set[tuple[int, int | None, int]], at: datetime) -> None:
    """Count the newest cells of (organisation, position, competency) anew. A newest count from before the event is
    history, and says how it was then.
    """
    day = queries.last_day(date.max) if places else None
    if day is None or day < day_in_india(at):
        return
    organisations_of, positions_of, competencies_of = (list(column) for column in zip(*places, strict=True))
    cursor.execute(statements.LOCK_CELLS, [organisations_of, positions_of, competencies_of, day])
    cells = [row[0] for row in cursor.fetchall()]
    cursor.execute(statements.COUNT_CELLS.format(numbers=statements.NUMBERS), {"cells": cells, "at": at})


@transaction.atomic
def sweep(*, at: datetime, most: int = AT_ONCE) -> int:
    """Recount a batch of those who are marked, and the cells of their organisations; returns how many people.

    The marks are cleared before anything is counted. Call it until it returns 0.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "DELETE FROM competencies_stalegaps WHERE id IN ("
            " SELECT id FROM competencies_stalegaps ORDER BY since, id LIMIT %s FOR UPDATE SKIP LOCKED)"
            " RETURNING person_id",
            [most],
        )
        people = [row[0] for row in cursor.fetchall()]
        if not people:
            return 0
        touched = _recount(cursor, people, at)
        _roll_up(cursor, touched, at)
    return len(people)


@transaction.atomic
def rebuild(*, at: datetime) -> Rebuilt:
    """Count the gaps of everybody from the requirements and the levels held, and the day's roll-up from those.

    May run at any time, and twice. Days before today are history and stay. Publishes GapsCounted.
    """
    day = day_in_india(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM competencies_stalegaps")
        _recount(cursor, None, at)
        cells = _roll_up(cursor, None, at)
        cursor.execute("SELECT count(*) FROM competencies_gap")
        gaps = int(cursor.fetchone()[0])
        cursor.execute(statements.FORGET_OLD_DAYS, {"day": day})
    root = organisations.root()
    if root is not None:
        fact = facts.GapsCounted(organisation=str(root.public_id), day=day.isoformat(), cells=cells)
        publish(fact, organisation=root, actor=None, at=at)
    return Rebuilt(gaps, cells)


def count_new_day(*, at: datetime) -> Rebuilt | None:
    """Count everybody for a day that has no roll-up yet: postings, orders and requirements begin and end with days."""
    day = day_in_india(at)
    return None if queries.last_day(day) == day else rebuild(at=at)


def _recount(cursor: "CursorWrapper", people: list[int] | None, at: datetime) -> set[int]:
    """Count the gaps of these people, or of everybody; returns the organisations whose cells may have changed."""
    day = day_in_india(at)
    _take_requirements(cursor, people, day)
    values: dict[str, Any] = {"day": day, "people": people, "at": at}
    touched: set[int] = set()
    if people is not None:
        cursor.execute(statements.STANDING, [people])
        touched |= {row[0] for row in cursor.fetchall()}
    cursor.execute(statements.COUNT.format(of_people=statements.OF_PEOPLE if people is not None else ""), values)
    if people is None:
        cursor.execute(statements.LOOK_AT_COUNTED)
    forget = statements.FORGET.format(of_people=statements.GAPS_OF_PEOPLE if people is not None else "")
    for statement in (forget, statements.KEEP):
        if people is None:
            cursor.execute(statement, values)
        else:
            cursor.execute(statement + statements.NAME_PLACES, values)
            touched |= {row[0] for row in cursor.fetchall()}
    return touched


def _take_requirements(cursor: "CursorWrapper", people: list[int] | None, day: date) -> None:
    """Put what is asked where the statements find it."""
    places: list[tuple[int, int, int, int]] = []
    sets: dict[tuple[int, frozenset[tuple[int, tuple[int, int]]]], int] = {}
    for (organisation, designation), (position, required) in positions.requirement_sets(day).items():
        if position is not None and required:
            number = sets.setdefault((position, frozenset(required.items())), len(sets))
            places.append((organisation, designation, position, number))
    lines = [
        (number, competency, level, criticality)
        for (_position, required), number in sets.items()
        for competency, (level, criticality) in required
    ]
    chosen = None if people is None else set(people)
    personal = [row for row in positions.personal(day) if chosen is None or row[0] in chosen]
    cursor.execute(statements.TEMPORARY)
    for statement, rows in (
        (statements.FILL_PLACES, places),
        (statements.FILL_SETS, lines),
        (statements.FILL_PEOPLE, personal),
    ):
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []])
    cursor.execute(statements.LOOK)


def _roll_up(cursor: "CursorWrapper", touched: set[int] | None, at: datetime) -> int:
    """Write the cells of today anew; all of them where this day has none yet, so that no day is half counted."""
    day = day_in_india(at)
    if touched is not None and not GapCount.objects.filter(day=day).exists():
        touched = None
    where = "" if touched is None else statements.OF_ORGANISATIONS
    values: dict[str, Any] = {"day": day, "at": at, "organisations": sorted(touched or ())}
    cursor.execute(statements.CLEAR_DAY.format(of_organisations=where), values)
    cursor.execute(statements.ROLL_UP.format(numbers=statements.NUMBERS, of_organisations=where), values)
    return int(cursor.rowcount)
