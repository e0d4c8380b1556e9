"""The dictionary is open to every signed-in person: it is the common vocabulary, and holds nobody's data."""

from typing import TYPE_CHECKING
from uuid import UUID

from competencies.framework import queries
from competencies.framework.models import Competency
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User


def competency_to_see(user: "User", public_id: UUID) -> Competency:
    """A competency that is or was in force. Raises NotFound."""
    if not user.is_authenticated:
        raise NotFound()
    return queries.competency(public_id)
