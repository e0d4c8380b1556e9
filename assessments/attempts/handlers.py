"""What attempts do when something happens elsewhere."""

from assessments.attempts import services
from igot.accounts.facts import PersonMoved
from igot.journal.facts import Happened, handles


@handles(PersonMoved)
def follow_the_person(happened: Happened[PersonMoved]) -> None:
    """Attempts belong to the organisation in which the person serves now."""
    services.move_attempts(learner_id=happened.fact.person, organisation_id=happened.fact.to_organisation)
