"""What else happens in the very transaction in which a course is completed; rooms above register it."""

from collections.abc import Callable
from datetime import datetime

from courses.learning.models import CompletionDecision, Enrolment

Consequence = Callable[[Enrolment, CompletionDecision, datetime], object]
ON_COMPLETION: list[Consequence] = []


def on_completion(call: Consequence) -> Consequence:
    """Register a call `(enrolment, decision, at)`: it must hold together with the completion or both fail."""
    ON_COMPLETION.append(call)
    return call
