"""Who is within whom."""

from typing import Protocol


class Placed(Protocol):
    """Anything with a place in the tree."""

    path: str


def is_within(inner: Placed, outer: Placed) -> bool:
    """Whether `inner` is `outer` or lies below it."""
    return inner.path.startswith(outer.path)
