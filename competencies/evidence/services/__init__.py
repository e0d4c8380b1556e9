"""The verbs of evidence, for callers in other rooms and apps."""

from competencies.evidence.services.recording import record, withdraw, withdraw_from
from competencies.evidence.services.settling import (
    move,
    settle,
    settle_expired,
    settle_for,
    tell_of_endings,
    tell_of_level,
)

__all__ = [
    "move",
    "record",
    "settle",
    "settle_expired",
    "settle_for",
    "tell_of_endings",
    "tell_of_level",
    "withdraw",
    "withdraw_from",
]
