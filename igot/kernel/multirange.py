"""Postgres' `int4multirange` as a field: which seconds of a video were watched, as `[[from, to), ...]`."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models

_RANGE = re.compile(r"\[(\d+),(\d+)\)")


class IntegerMultiRangeField(models.Field):  # type: ignore[type-arg]
    """Reads and writes a list of half-open `[from, to]` pairs; Postgres merges what touches or overlaps."""

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[list[int]]:
        return [[int(low), int(high)] for low, high in _RANGE.findall(value or "")]

    def get_prep_value(self, value: Sequence[Sequence[int]] | str | None) -> str:
        if isinstance(value, str):
            return value
        return "{" + ",".join(f"[{low},{high})" for low, high in value or []) + "}"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::int4multirange"


def seconds_in(ranges: Sequence[Sequence[int]]) -> int:
    """How many seconds merged ranges cover."""
    return sum(high - low for low, high in ranges)
