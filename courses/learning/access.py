"""Doors: an enrolment is its learner's alone."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from courses.learning.models import Enrolment
from courses.learning.queries import enrolment_by_id, is_on_its_way
from igot.kernel.errors import NotFound, NotYet

if TYPE_CHECKING:
    from igot.accounts.models import User

ON_ITS_WAY = _(
    "You serve in another organisation now, and your courses are following you there. Nothing is lost: it takes a "
    "moment, and this page asks again by itself."
)


def enrolment_to_learn(user: "User", public_id: UUID | str) -> Enrolment:
    """The person's own enrolment, whatever its state. Raises NotFound for everybody else; NotYet while it is following
    the person to another organisation.
    """
    try:
        found = enrolment_by_id(public_id)
    except NotFound:
        if is_on_its_way(user, public_id):
            raise NotYet(ON_ITS_WAY, code="on_its_way") from None
        raise
    if found.learner_id != user.pk:
        raise NotFound
    return found
