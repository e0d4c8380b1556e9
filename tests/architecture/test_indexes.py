"""Every index says for whom it is kept, and none is what another one begins with."""

import re

from django.apps import apps
from django.db import connection

from tests.architecture.test_structure import FLOORS

# What Django makes by itself beside a foreign key or a unique text ends like this: it belongs to that constraint.
OF_A_CONSTRAINT = re.compile(r"_[0-9a-f]{8}(_like)?$")
INDEXES = """
    SELECT index.relname, obj_description(index.oid, 'pg_class')
    FROM pg_index
    JOIN pg_class index ON index.oid = indexrelid
    JOIN pg_class owner ON owner.oid = indrelid
    WHERE owner.relname = ANY(%s) AND NOT owner.relispartition AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.oid)
"""
REPEATED = """
    SELECT less.indexrelid::regclass::text, more.indexrelid::regclass::text
    FROM pg_index less
    JOIN pg_index more ON more.indrelid = less.indrelid AND more.indexrelid <> less.indexrelid
    WHERE less.indrelid = ANY(%s::regclass[]) AND NOT less.indisunique
    AND less.indpred IS NULL AND more.indpred IS NULL AND less.indexprs IS NULL AND more.indexprs IS NULL
    AND more.indkey::text LIKE less.indkey::text || ' %%'
    AND (more.indclass::oid[])[0:less.indnkeyatts - 1] = less.indclass::oid[]
"""
WRITTEN_ALL_DAY = {
    "courses_enrolment": {"last_active_at", "last_resource"},
    "courses_resourceprogress": {"last_seen_at"},
}


def our_tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOORS[2:]
    ]


def test_every_index_names_its_reader(db: None) -> None:
    unique = {
        constraint.name
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [our_tables()])
        found = cursor.fetchall()
    assert len(found) > 20
    silent = [name for name, reader in found if not reader and name not in unique and not OF_A_CONSTRAINT.search(name)]
    assert not silent, silent


def test_no_index_is_what_another_one_begins_with(db: None) -> None:
    """Each costs every write; a longer one answers the same questions. Tables between two others are Django's own."""
    between = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.auto_created}
    with connection.cursor() as cursor:
        cursor.execute(REPEATED, [sorted(set(our_tables()) - between)])
        assert cursor.fetchall() == []


def test_what_is_written_with_every_sign_of_life_is_in_no_index(db: None) -> None:
    """Only then can Postgres write the row's next version beside it and leave the indexes alone."""
    with connection.cursor() as cursor:
        for table, columns in WRITTEN_ALL_DAY.items():
            constraints = connection.introspection.get_constraints(cursor, table).values()
            indexed = {column for one in constraints if one["index"] or one["unique"] for column in one["columns"]}
            assert not columns & indexed, (table, columns & indexed)
            cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone()[0] == ["fillfactor=80"]
