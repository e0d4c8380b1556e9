"""Where attempts belong: apps above register what follows from a result, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.attempts.models import Attempt


@dataclass(frozen=True, kw_only=True)
class AttemptContext:
    """A kind of context. `on_graded(attempt=, at=)` runs inside the transaction that marks the attempt,
    `on_voided(attempt=, reason=, at=)` inside the one that voids it.
    """

    kind: str
    on_graded: Callable[..., None]
    on_voided: Callable[..., None] | None = None


CONTEXTS: dict[str, AttemptContext] = {}


def register(context: AttemptContext) -> None:
    """Register a kind of context, once, when Django starts."""
    if context.kind in CONTEXTS:
        raise ValueError(f"two contexts are called {context.kind}")
    CONTEXTS[context.kind] = context


def after_grading(*, attempt: Attempt, at: datetime) -> None:
    """Tell the attempt's context that it was marked."""
    context = CONTEXTS.get(attempt.context_kind)
    if context is not None:
        context.on_graded(attempt=attempt, at=at)


def after_voiding(*, attempt: Attempt, reason: str, at: datetime) -> None:
    """Tell the attempt's context that it counts no longer."""
    context = CONTEXTS.get(attempt.context_kind)
    if context is not None and context.on_voided is not None:
        context.on_voided(attempt=attempt, reason=reason, at=at)
