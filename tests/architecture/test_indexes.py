"""Every index says for whom it is kept."""

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


def test_every_index_names_its_reader(db: None) -> None:
    unique = {
        constraint.name
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOORS[2:]
    ]
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables])
        found = cursor.fetchall()
    assert len(found) > 20
    silent = [name for name, reader in found if not reader and name not in unique and not OF_A_CONSTRAINT.search(name)]
    assert not silent, silent
