"""The verbs of learning."""

from courses.learning.services.completion import complete_passed, settle, take_back_voided
from courses.learning.services.enrolment import enrol, move_enrolments, withdraw
from courses.learning.services.progress import Report, confirm, open_resource, record_events, report
from courses.learning.services.recheck import Recheck, recheck

__all__ = [
    "Recheck",
    "Report",
    "complete_passed",
    "confirm",
    "enrol",
    "move_enrolments",
    "open_resource",
    "recheck",
    "record_events",
    "report",
    "settle",
    "take_back_voided",
    "withdraw",
]
