"""What learning does when it hears a fact."""

from courses.learning import services
from igot.accounts import queries as accounts
from igot.accounts.facts import PersonMoved
from igot.journal.facts import Happened, handles


@handles(PersonMoved)
def move_enrolments(happened: Happened[PersonMoved]) -> None:
    """A person's enrolments are where the person is."""
    services.move_enrolments(learner=accounts.person(happened.fact.person))
