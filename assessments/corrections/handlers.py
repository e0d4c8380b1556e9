"""A correction in force is carried out by a worker, a hundred attempts at a time."""

from assessments.corrections import queries, services
from assessments.corrections.facts import CorrectionApplied, CorrectionWentOn
from igot.journal.facts import Happened, handles
from igot.kernel.clock import now


@handles(CorrectionApplied, queue="heavy")
def begin(happened: Happened[CorrectionApplied]) -> None:
    """The first hundred."""
    services.regrade_some(correction=queries.correction(happened.fact.correction), after=0, at=now())


@handles(CorrectionWentOn, queue="heavy")
def go_on(happened: Happened[CorrectionWentOn]) -> None:
    """The next hundred."""
    correction = queries.correction(happened.fact.correction)
    services.regrade_some(correction=correction, after=happened.fact.after, at=now())
