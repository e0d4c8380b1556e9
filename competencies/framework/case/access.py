"""Who brings frameworks in, and who takes them in."""

from typing import TYPE_CHECKING

from competencies.framework.case import queries
from competencies.framework.models import CaseImport
from igot.accounts.access import Role, may
from igot.kernel.errors import Denied

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

BRINGERS = (Role.FRAC_AUTHOR, Role.FRAC_REVIEWER, Role.CBC_REVIEWER, Role.PLATFORM_ADMIN)
DECIDERS = (Role.CBC_REVIEWER, Role.PLATFORM_ADMIN)


def can_decide(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may take a checked package in."""
    return may(user, DECIDERS, organisation)


def import_to_apply(user: "User", organisation: "Organisation", public_id: object) -> CaseImport:
    """A package of the organisation's for somebody who decides. Raises NotFound, Denied."""
    found = queries.case_import(organisation, str(public_id))
    if not can_decide(user, organisation):
        raise Denied
    return found
