"""Read attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.attempts import store
from assessments.attempts.models import Attempt, AttemptQuestion
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from assessments.papers.models import PaperVersion
    from igot.accounts.models import User

State = Attempt.State
OPEN = (State.RESERVED, State.IN_PROGRESS)
MARKED = (State.GRADED, State.RELEASED)
GRACE = timedelta(seconds=120)


@dataclass(frozen=True)
class Standing:
    """How a person stands in a context: the attempts there, newest first, voided ones too."""

    everything: list[Attempt]

    @property
    def attempts(self) -> list[Attempt]:
        """Those that were not voided."""
        return [one for one in self.everything if one.state != State.VOIDED]

    @property
    def used(self) -> list[Attempt]:
        """Those that use up one of the allowed ones: voided ones too, unless another was granted in their place."""
        return [one for one in self.everything if one.uses_one_up]

    @property
    def voided(self) -> Attempt | None:
        """The last one that counts no longer, if any."""
        return next((one for one in self.everything if one.state == State.VOIDED), None)

    def this(self, public_id: UUID) -> Attempt:
        """The one with this public id, which is among them."""
        return next(one for one in self.everything if one.public_id == public_id)

    def having(self, attempt: Attempt) -> Standing:
        """The same with one of them as it has become."""
        return Standing([attempt if one.pk == attempt.pk else one for one in self.everything])

    @property
    def open(self) -> Attempt | None:
        """The one under way, if any; it may be overdue, see `services.current`."""
        return next((one for one in self.attempts if one.state in OPEN), None)

    @property
    def best(self) -> Attempt | None:
        """The marked one that counts: a passed one before others, then the highest percentage, then the earliest."""
        marked = [one for one in self.attempts if one.state in MARKED]
        return max(marked, key=lambda one: (bool(one.passed), one.percent or 0, -one.number), default=None)

    @property
    def last_number(self) -> int:
        """The number of the last one that was ever begun; 0 where none was."""
        return self.everything[0].number if self.everything else 0

    def left(self, version: PaperVersion) -> int:
        """How many more may be begun."""
        return max(version.attempts_allowed - len(self.used), 0)

    def next_possible_at(self, version: PaperVersion) -> datetime | None:
        """When the wait after the last attempt ends; None where there is none."""
        last = next(iter(self.used), None)
        if last is None or last.submitted_at is None or not version.cool_down_hours:
            return None
        return last.submitted_at + timedelta(hours=version.cool_down_hours)


def standing(user: User, context_kind: str, context_id: str) -> Standing:
    """How the person stands in a context, in one statement."""
    return Standing(store.in_context(learner=user.pk, kind=context_kind, context=context_id))


def open_attempt(user: User, context_kind: str, context_id: str) -> Attempt | None:
    """The attempt that is under way, if any; it may be overdue, see `services.current`."""
    return standing(user, context_kind, context_id).open


def best(user: User, context_kind: str, context_id: str) -> Attempt | None:
    """The marked attempt that counts, see `Standing.best`."""
    return standing(user, context_kind, context_id).best


def attempts_left(user: User, version: PaperVersion, context_kind: str, context_id: str) -> int:
    """How many more attempts may be begun."""
    return standing(user, context_kind, context_id).left(version)


def is_on_its_way(user: User, attempt: UUID) -> bool:
    """Whether this attempt of the person's still lies where they served before a transfer: a worker moves it a moment
    later.
    """
    with everywhere():
        return bool(Attempt.objects.filter(learner=user, public_id=attempt).exists())


def questions_of(attempt: Attempt) -> list[AttemptQuestion]:
    """The attempt's questions in their order, each with its `response` that counts, the `sequence` and `received_at`
    of that; None where nothing was answered.
    """
    return store.asked(attempt)


def is_overdue(attempt: Attempt, at: datetime) -> bool:
    """Whether the time and the grace of 120 seconds are over."""
    return attempt.deadline_at is not None and at > attempt.deadline_at + GRACE


def overdue(at: datetime, limit: int) -> list[Attempt]:
    """Attempts under way whose time and grace are over, the oldest first."""
    found = Attempt.objects.filter(state=State.IN_PROGRESS, deadline_at__lt=at - GRACE)
    return list(found.order_by("deadline_at")[:limit])
