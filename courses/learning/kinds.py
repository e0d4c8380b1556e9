"""Tells the assessments what follows when a paper inside a course is marked."""

from assessments.attempts.contexts import AttemptContext, register
from courses.learning.queries import ATTEMPT_CONTEXT
from courses.learning.services import complete_passed

register(AttemptContext(kind=ATTEMPT_CONTEXT, on_graded=complete_passed))
