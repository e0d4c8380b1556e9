"""Read attempts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from assessments.attempts.models import Answer, Attempt, AttemptQuestion

if TYPE_CHECKING:
    from assessments.papers.models import PaperVersion
    from igot.accounts.models import User

State = Attempt.State
OPEN = (State.RESERVED, State.IN_PROGRESS)
MARKED = (State.GRADED, State.RELEASED)
GRACE = timedelta(seconds=120)


def attempts_for(user: User, context_kind: str, context_id: str) -> QuerySet[Attempt]:
    """The person's attempts in a context, newest first, those that were voided left out."""
    found = Attempt.objects.filter(learner=user, context_kind=context_kind, context_id=context_id)
    return found.exclude(state=State.VOIDED).select_related("version").order_by("-number")


def open_attempt(user: User, context_kind: str, context_id: str) -> Attempt | None:
    """The attempt that is under way, if any; it may be overdue, see `services.current`."""
    return attempts_for(user, context_kind, context_id).filter(state__in=OPEN).first()


def best(user: User, context_kind: str, context_id: str) -> Attempt | None:
    """The marked attempt that counts: a passed one before others, then the highest percentage, then the earliest."""
    marked = attempts_for(user, context_kind, context_id).filter(state__in=MARKED)
    return marked.order_by("-passed", "-percent", "number").first()


def attempts_left(user: User, version: PaperVersion, context_kind: str, context_id: str) -> int:
    """How many more attempts may be begun."""
    return max(version.attempts_allowed - attempts_for(user, context_kind, context_id).count(), 0)


def next_possible_at(user: User, version: PaperVersion, context_kind: str, context_id: str) -> datetime | None:
    """When the wait after the last attempt ends; None where there is none."""
    last = attempts_for(user, context_kind, context_id).first()
    if last is None or last.submitted_at is None or not version.cool_down_hours:
        return None
    return last.submitted_at + timedelta(hours=version.cool_down_hours)


def questions_of(attempt: Attempt) -> list[AttemptQuestion]:
    """The attempt's questions in their order."""
    return list(attempt.questions.select_related("question", "section").order_by("place"))


def latest_answers(attempt: Attempt) -> dict[int, Answer]:
    """The answer that counts (the highest sequence) by place; places never answered are missing."""
    found = Answer.objects.filter(asked__attempt=attempt).select_related("asked")
    found = found.order_by("asked_id", "-sequence").distinct("asked_id")
    return {answer.asked.place: answer for answer in found}


def is_overdue(attempt: Attempt, at: datetime) -> bool:
    """Whether the time and the grace of 120 seconds are over."""
    return attempt.deadline_at is not None and at > attempt.deadline_at + GRACE


def overdue(at: datetime, limit: int) -> list[Attempt]:
    """Attempts under way whose time and grace are over, the oldest first."""
    found = Attempt.objects.filter(state=State.IN_PROGRESS, deadline_at__lt=at - GRACE)
    return list(found.order_by("deadline_at")[:limit])


def question_at(attempt: Attempt, place: int) -> AttemptQuestion | None:
    """The question at a place, if there is one."""
    return attempt.questions.select_related("question").filter(place=place).first()


def latest_sequence(asked: AttemptQuestion) -> int:
    """The sequence of the answer that counts; 0 where there is none."""
    return asked.answers.order_by("-sequence").values_list("sequence", flat=True).first() or 0
