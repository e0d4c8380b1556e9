"""Doors: an enrolment is its learner's alone."""

from typing import TYPE_CHECKING
from uuid import UUID

from courses.learning.models import Enrolment
from courses.learning.queries import enrolment_by_id
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User


def enrolment_to_learn(user: "User", public_id: UUID | str) -> Enrolment:
    """The person's own enrolment, whatever its state. Raises NotFound for everybody else."""
    found = enrolment_by_id(public_id)
    if found.learner_id != user.pk:
        raise NotFound
    return found
