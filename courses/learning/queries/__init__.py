"""The shared readers of enrolments and progress."""

from courses.learning.queries.enrolments import (
    ATTEMPT_CONTEXT,
    LearningCard,
    as_cards,
    attempt_context_id,
    cards_for,
    completed_courses,
    completions_of,
    current,
    enrolment_by_id,
    enrolment_of,
    enrolments_in,
    is_enrolled_on_a_release_with,
    my_learning,
    percent,
    progress_of,
    started_courses,
)
from courses.learning.queries.outline import OutlineItem, OutlineModule, Place, outline_for, place_of, resource_by_key
from courses.learning.queries.why import Reason, why_not_complete

__all__ = [
    "ATTEMPT_CONTEXT",
    "LearningCard",
    "OutlineItem",
    "OutlineModule",
    "Place",
    "Reason",
    "as_cards",
    "attempt_context_id",
    "cards_for",
    "completed_courses",
    "completions_of",
    "current",
    "enrolment_by_id",
    "enrolment_of",
    "enrolments_in",
    "is_enrolled_on_a_release_with",
    "my_learning",
    "outline_for",
    "percent",
    "place_of",
    "progress_of",
    "resource_by_key",
    "started_courses",
    "why_not_complete",
]
