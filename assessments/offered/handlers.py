"""What a corrected result takes along."""

from assessments.corrections.facts import AttemptCorrected
from assessments.offered import services
from assessments.offered.queries import CONTEXT
from igot.journal.facts import Happened, handles


@handles(AttemptCorrected)
def withdraw_what_was_shown(happened: Happened[AttemptCorrected]) -> None:
    """Who passes no longer has not shown it by this attempt; by another one perhaps."""
    fact = happened.fact
    if fact.passed_before and not fact.passed and fact.context_kind == CONTEXT:
        services.withdraw_passed(attempt=fact.attempt, at=happened.occurred_at)
