"""Queries that every page asks: put into SQL once per process, planned once per connection.

The ORM builds such a query anew for each call, and Postgres plans it anew: together many times the work of running it.
A `Statement` is written with the ORM like any other query, compiled on its first use, and from then on sent as
`EXECUTE name (values)`. What it reads is read at that moment: nothing of the answer is kept.
"""

import copy
import hashlib
import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler

_numbers = itertools.count(1)


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """`pk__among=[1, 2]`: as `__in`, but one parameter however many values there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """`column = ANY (array)`."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY (%s)", [*params, list(self.rhs)]


# A value no row has, in the place of each parameter while the query is compiled.
_MARKS: dict[str, Callable[[int], Any]] = {
    "bigint": lambda n: -(2**50) - n,
    "smallint": lambda n: 2**14 + 12345 + n,
    "bigint[]": lambda n: [-(2**50) - n],
    "text": lambda n: f"PARAMETER{n}X",
    "text[]": lambda n: [f"PARAMETER{n}X"],
    "uuid": lambda n: uuid.UUID(int=n),
    "timestamptz": lambda n: datetime(1, 1, n, tzinfo=UTC),
    "date": lambda n: date(1, 1, n),
}


class Prepared:
    """SQL with `$1`, `$2` for its parameters, in their order: announced to each connection once, then only called."""

    def __init__(self, sql: str, **parameters: str) -> None:
        self._sql = sql
        self._parameters = parameters
        self._name = f"igot_{next(_numbers)}"
        # A list comes as an array of texts, whatever it holds.
        places = ", ".join(f"%s::{kind}" if kind.endswith("[]") else "%s" for kind in parameters.values())
        self._call = f"EXECUTE {self._name} ({places})".replace(" ()", "")

    def run(self, **values: Any) -> list[Any]:
        """The rows as tuples."""
        wrapper = connections[DEFAULT_DB_ALIAS]
        with wrapper.cursor() as cursor:
            self._announce(wrapper)
            cursor.execute(self._call, [values[name] for name in self._parameters])
            return cursor.fetchall()

    def _announce(self, wrapper: Any) -> None:
        known: set[str]
        raw, known = getattr(wrapper, "igot_statements", (None, set()))
        if raw is not wrapper.connection:  # a connection that was opened again has forgotten them
            known = set()
            wrapper.igot_statements = (wrapper.connection, known)
        if self._name in known:
            return
        head = f"PREPARE {self._name} ({', '.join(self._parameters.values())})".replace(" ()", "")
        with wrapper.wrap_database_errors, wrapper.connection.cursor() as cursor:
            cursor.execute(f"{head} AS {self._text(cursor)}")
        known.add(self._name)

    def _text(self, cursor: Any) -> str:
        return self._sql


class Statement(Prepared):
    """`Statement(build, learner="bigint")` is called as `statement(learner=7)` and returns a list.

    `build` gets a placeholder for each parameter and returns the queryset: of models (also with `select_related`, not
    with `prefetch_related`) or of values. It must use each parameter as a value only: what decides the form of the
    query belongs into another statement. A text may stand in a `startswith`.

    With `plan_anew`, only the ORM's work is saved: for lists whose best plan depends on how much lies in a subtree.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, plan_anew: bool = False, **parameters: str) -> None:
        super().__init__("", **parameters)
        self._plan_anew = plan_anew
        self._build = build
        self._queryset: QuerySet[Any, Any] | None = None
        self._compiler: Any = None
        self._found_converters: Any = None
        self._parts: list[Any] = []
        self._patterns: set[str] = set()

    def __call__(self, **values: Any) -> list[Any]:
        """The rows as they are now."""
        return self.ask(**values).rows

    def ask(self, **values: Any) -> "Answer":
        """The rows as they are now, made into objects only when somebody looks at them."""
        if self._queryset is None:
            self._compile()
        for name in self._patterns:
            if set(values[name]) & set("%_\\"):
                raise ValueError(f"{name} is compared as the beginning of a text: no %, _ or backslash")
        return Answer(self, self.run(**values))

    def run(self, **values: Any) -> list[Any]:
        """The rows as tuples."""
        if not self._plan_anew:
            return super().run(**values)
        wrapper = connections[DEFAULT_DB_ALIAS]
        with wrapper.cursor() as cursor:
            text = self._text(wrapper.connection.cursor())
            for number, name in reversed(list(enumerate(self._parameters, start=1))):
                text = text.replace(f"${number}", f"%({name})s")
            cursor.execute(text, values)
            return cursor.fetchall()

    def first(self, **values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(**values)), None)

    def _compile(self) -> None:
        marks = {name: _MARKS[kind](number) for number, (name, kind) in enumerate(self._parameters.items(), start=1)}
        queryset = self._build(**marks)
        compiler: Any = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        parts = [self._part(value, marks) for value in params]
        used = {name for _value, names in parts for name in names}
        if used != set(marks):
            raise TypeError(f"{self._name}: not every parameter is used as a value: {set(marks) - used}")
        self._sql, self._parts = sql, [value for value, _names in parts]
        self._compiler, self._queryset = compiler, queryset

    def _part(self, value: Any, marks: dict[str, Any]) -> tuple[Any, list[str]]:
        """What stands for a value in the prepared SQL, and which parameters are in it."""
        for number, (name, mark) in enumerate(marks.items(), start=1):
            if type(value) is type(mark) and value == mark:
                return f"${number}", [name]
            if isinstance(mark, str) and isinstance(value, str) and mark in value:
                self._patterns.add(name)
                before, _mark, after = value.partition(mark)
                return f"('{before}' || ${number} || '{after}')", [name]
        return _Constant(value), []

    def _text(self, cursor: Any) -> str:
        shown = [cursor.mogrify("%s", [p.value]).decode() if isinstance(p, _Constant) else p for p in self._parts]
        text = self._sql % tuple(shown)
        return text.replace("%", "%%") if self._plan_anew else text

    def read(self, rows: list[Any]) -> list[Any]:
        """The rows as the queryset gives them: models, tuples or values."""
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        if compiler.has_extra_select:
            rows = [row[: compiler.col_count] for row in rows]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        compiler.get_converters = self._converters
        queryset: Any = object.__new__(type(self._queryset))  # copying one would ask it for its rows
        queryset.__dict__.update(self._queryset.__dict__, _query=_Compiled(self._compiler.query, compiler))
        return list(queryset._iterable_class(queryset))

    def _converters(self, expressions: Any) -> Any:
        """What turns each column into its value: the same for each answer."""
        if self._found_converters is None:
            self._found_converters = self._compiler.get_converters(expressions)
        return self._found_converters


class Answer:
    """What the database answered: `rows` as objects, `mark` as one text that changes with any value of any of them."""

    def __init__(self, statement: Statement, raw: list[Any]) -> None:
        self._statement = statement
        self._raw = raw

    @cached_property
    def rows(self) -> list[Any]:
        """Models, tuples or values."""
        return self._statement.read(self._raw)

    @property
    def mark(self) -> str:
        """Two answers with the same mark hold the same."""
        return repr(self._raw)


@dataclass(frozen=True)
class _Constant:
    """A value that is the same in each call."""

    value: Any


class _Compiled:
    """A query whose compiler has its rows already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def mark_of(*parts: Any) -> str:
    """A short text that changes with any of the parts: texts, numbers, days, tuples and lists of them."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()
