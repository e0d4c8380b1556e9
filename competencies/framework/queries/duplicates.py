"""Items that may be one: names and other spellings that share most of their letter groups."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from competencies.framework.items import uses_of
from competencies.framework.models import Alias, Competency, Status
from competencies.framework.queries.revisions import kind_of

ALIKE = 0.45
MOST = 50
CHUNK = 500


@dataclass
class Pair:
    """Two items whose names are alike, from 0 to 1, and why they were suggested."""

    item: Any
    other: Any
    likeness: float
    why: str

    @property
    def percent(self) -> int:
        """The likeness as people read it."""
        return round(self.likeness * 100)


def near(kind: str, item: Any, *, most: int = 10) -> list[Pair]:
    """The items in force whose name is like the item's, the likest first."""
    return _pairs(kind, limit=most, item=item)


def all_near(kind: str, *, chunk: int = 1) -> list[Pair]:
    """Every two items in force whose names are alike, the likest first: for the n-th few hundred items of the
    dictionary, at most fifty pairs at a time.
    """
    return _pairs(kind, limit=MOST, chunk=chunk)


def chunks(kind: str) -> int:
    """How many times `all_near` has to be asked for the whole dictionary."""
    return -(-kind_of(kind).items().filter(status=Status.APPROVED).count() // CHUNK) or 1


def is_asked(kind: str, item: Any) -> bool:
    """Whether anything names the item that would follow it to another: requirements, roles, resources."""
    return any(use.count(item) for use in uses_of(kind) if use.repoint is not None)


@transaction.atomic
def _pairs(kind: str, *, limit: int, item: Any = None, chunk: int = 1) -> list[Pair]:
    rules = kind_of(kind)
    model = rules.items().model
    table, column = model._meta.db_table, model._meta.get_field(rules.title_field).column
    these = "a.id = %s AND b.id <> a.id"
    values: list[Any] = [item.pk] if item is not None else [Status.APPROVED, CHUNK, (chunk - 1) * CHUNK]
    if item is None:
        these = f"a.id IN (SELECT id FROM {table} WHERE status = %s ORDER BY id LIMIT %s OFFSET %s) AND a.id < b.id"  # noqa: S608
    # The operator % (written %% here) finds candidates by the trigram index on lower(name).
    sql = f"""
        SELECT a.id, b.id, similarity(lower(a.{column}), lower(b.{column})) AS likeness
        FROM {table} a JOIN {table} b ON lower(a.{column}) %% lower(b.{column})
        WHERE {these} AND a.status = %s AND b.status = %s
        ORDER BY likeness DESC, a.id, b.id LIMIT %s
    """  # noqa: S608 table and column come from the model
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(sql, [*values, Status.APPROVED, Status.APPROVED, limit])
        rows = cursor.fetchall()
    by_key = {found.pk: found for found in rules.items().filter(pk__in={key for row in rows for key in row[:2]})}
    why = _("Their names are %(percent)s %% alike.")
    pairs = [
        Pair(by_key[one], by_key[other], likeness, why % {"percent": round(likeness * 100)})
        for one, other, likeness in rows
    ]
    return pairs + (_by_spelling(item, {pair.other.pk for pair in pairs}) if isinstance(item, Competency) else [])


def _by_spelling(item: Competency, known: set[int]) -> list[Pair]:
    """Competencies that list a spelling which this one is called, or lists too."""
    names = [item.name, *item.aliases.values_list("name", flat=True)]
    same = Q()
    for name in names:
        same |= Q(name__iexact=name)
    found = Alias.objects.filter(same, competency__status=Status.APPROVED).exclude(competency=item)
    pairs = []
    for alias in found.select_related("competency"):
        if alias.competency is not None and alias.competency_id not in known:
            known.add(alias.competency.pk)
            why = _("Both are met as “%(alias)s”.") % {"alias": alias.name}
            pairs.append(Pair(item, alias.competency, 1.0, why))
    return pairs
