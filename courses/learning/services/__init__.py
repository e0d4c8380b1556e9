"""The verbs of learning."""

from courses.learning.services.completion import complete_passed, settle
from courses.learning.services.enrolment import enrol, move_enrolments, withdraw
from courses.learning.services.progress import confirm, open_resource, record_events
from courses.learning.services.recheck import Recheck, recheck

__all__ = [
    "Recheck",
    "complete_passed",
    "confirm",
    "enrol",
    "move_enrolments",
    "open_resource",
    "recheck",
    "record_events",
    "settle",
    "withdraw",
]
