"""Doors: a certificate's PDF is its holder's; whether it holds, anybody may ask."""

from typing import TYPE_CHECKING
from uuid import UUID

from courses.certificates.models import Certificate
from courses.certificates.queries import certificate
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User


def certificate_to_see(user: "User", public_id: UUID | str) -> Certificate:
    """The person's own certificate. Raises NotFound for everybody else."""
    found = certificate(public_id)
    if found.learner_id != user.pk:
        raise NotFound
    return found
