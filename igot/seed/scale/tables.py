"""Rows by COPY: the one place where the seed writes beside the services, since a hundred thousand people are not made
one by one.

Tables are named as they are in the database. What is written satisfies the constraints and triggers that the services'
rows satisfy, and the tests compare every derived table with its recount.
"""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Copy:
    """Collects the rows of one table and sends them in one go. The ids are taken from the table's own sequence."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table = table
        self.columns = list(columns)
        self._lines = io.BytesIO()
        self.rows = 0

    def add(self, *values: Any) -> None:
        """One row, its values in the order of the columns."""
        if len(values) != len(self.columns):
            raise ValueError(f"{self.table} takes {len(self.columns)} values, not {len(values)}")
        self._lines.write(("\t".join([_text(value) for value in values]) + "\n").encode())
        self.rows += 1

    def send(self) -> int:
        """Write what was collected; returns how many rows."""
        sent, self.rows = self.rows, 0
        if sent:
            self._lines.seek(0)
            names = ", ".join(f'"{name}"' for name in self.columns)
            with connection.cursor() as cursor:
                cursor.cursor.copy_expert(f'COPY "{self.table}" ({names}) FROM STDIN', self._lines)
            self._lines = io.BytesIO()
        return sent


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return _escaped(json.dumps(value, ensure_ascii=False))
    return str(value)


def _escaped(text: str) -> str:
    # Few texts have anything to escape, and looking is much cheaper than translating.
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        return text.translate(_ESCAPES)
    return text


def array(texts: Iterable[str]) -> str:
    """The literal of an array of texts."""
    quoted = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return "{" + ",".join(quoted) + "}"


def take_ids(table: str, count: int) -> int:
    """Reserve so many consecutive ids of a table; returns the first. Nobody else may be writing it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first = int(cursor.fetchone()[0])
        if count > 1:
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
    return first


def select(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def execute(statement: str, *values: Any) -> int:
    """Run a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def analyse() -> None:
    """Let the planner know what has come in."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
