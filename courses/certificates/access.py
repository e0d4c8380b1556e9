"""Doors: a certificate's PDF is its holder's; whether it holds, anybody may ask; those who administer the holder's
organisation end it."""

from typing import TYPE_CHECKING
from uuid import UUID

from courses.certificates.models import Certificate
from courses.certificates.queries import certificate
from igot.accounts.access import Role
from igot.kernel.errors import NotFound
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

ADMINISTRATORS = (Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN)


def certificate_to_see(user: "User", public_id: UUID | str) -> Certificate:
    """The person's own certificate. Raises NotFound for everybody else."""
    found = certificate(public_id)
    if found.learner_id != user.pk:
        raise NotFound
    return found


def certificate_to_end(organisation: "Organisation", public_id: UUID | str) -> Certificate:
    """A certificate whose holder serves in the subtree the page stands under. Raises NotFound."""
    found = certificate(public_id)
    if not is_within(found.organisation, organisation):
        raise NotFound
    return found
