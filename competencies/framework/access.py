"""The dictionaries are open to every signed-in person: they are the common vocabulary, and hold nobody's data. What is
on its way is open to those who FRAC in the organisation it comes from, or above it.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from competencies.framework import queries
from competencies.framework.models import Competency, Proposal, Revision
from competencies.framework.queries.proposals import proposals_of
from competencies.framework.queries.revisions import kind_of
from igot.accounts.access import Role, current_grants, may
from igot.kernel.errors import Denied, NotFound
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

AUTHORS = (Role.FRAC_AUTHOR,)
BOARD = (Role.CBC_REVIEWER,)
REVIEWERS = (Role.FRAC_REVIEWER, Role.CBC_REVIEWER)
READERS = (*AUTHORS, *REVIEWERS, Role.ORGANISATION_ADMIN, Role.AUDITOR)


def can_author(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may write wordings for the organisation."""
    return may(user, AUTHORS, organisation)


def can_govern(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may publish releases: the Commission."""
    return may(user, BOARD, organisation)


def reads_log(user: "User") -> bool:
    """Whether the person sees who decided and with which words: those who FRAC anywhere, administrators, auditors."""
    return any(grant.role in READERS for grant in current_grants(user))


def competency_to_see(user: "User", public_id: UUID) -> Competency:
    """A competency that is or was in force. Raises NotFound."""
    if not user.is_authenticated:
        raise NotFound()
    return queries.competency(public_id)


def item_to_see(user: "User", kind: str, public_id: UUID) -> Any:
    """An item of a dictionary that is or was in force. Raises NotFound."""
    if not user.is_authenticated:
        raise NotFound()
    return queries.item(kind, public_id)


def item_to_work_on(organisation: "Organisation", kind: str, public_id: UUID) -> Any:
    """An item as those who FRAC for an organisation see it (the view's own door has checked their role): nobody's, one
    kept above, or one kept below. Raises NotFound.
    """
    item = queries.item(kind, public_id)
    owner = item.organisation
    if owner is not None and not is_within(organisation, owner) and not is_within(owner, organisation):
        raise NotFound()
    return item


def item_to_revise(user: "User", organisation: "Organisation", kind: str, public_id: UUID) -> Any:
    """The item, for its authors. Raises NotFound, or Denied for those who may only read or review."""
    item = item_to_work_on(organisation, kind, public_id)
    if not can_author(user, organisation):
        raise Denied()
    return item


def proposal_to_see(organisation: "Organisation", public_id: UUID) -> Proposal:
    """A proposal that comes from the organisation or below it; the view's own door has checked the reader's role.
    Raises NotFound.
    """
    found = proposals_of(organisation, state="all").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def proposal_to_take_back(user: "User", organisation: "Organisation", public_id: UUID) -> Proposal:
    """The proposal, for the one who made it. Raises NotFound, or Denied for everybody else."""
    found = proposal_to_see(organisation, public_id)
    if found.author_id != user.pk:
        raise Denied()
    return found


def kind_to_author(user: "User", organisation: "Organisation", kind: str) -> None:
    """A dictionary, for those who may add to it. Raises NotFound, or Denied."""
    kind_of(kind)
    if not can_author(user, organisation):
        raise Denied()


def revision_to_see(organisation: "Organisation", public_id: UUID) -> Revision:
    """A wording that comes from the organisation or below it; the view's own door has checked the reader's role.
    Raises NotFound.
    """
    found = queries.revisions_of(organisation.path).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def revision_to_write(user: "User", organisation: "Organisation", public_id: UUID) -> Revision:
    """The wording, for the one who began it. Raises NotFound, or Denied for everybody else."""
    found = revision_to_see(organisation, public_id)
    if found.author_id != user.pk or not can_author(user, found.organisation):
        raise Denied()
    return found


def revision_to_discard(user: "User", organisation: "Organisation", public_id: UUID) -> Revision:
    """The wording, for any author of its organisation, so that one who has left blocks nothing. Raises NotFound, or
    Denied.
    """
    found = revision_to_see(organisation, public_id)
    if not can_author(user, found.organisation):
        raise Denied()
    return found
