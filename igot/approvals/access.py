"""Who may see a request, and who may decide it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from igot.accounts.access import Role, may
from igot.approvals import queries
from igot.approvals.models import Request
from igot.kernel.errors import Conflict, Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User

OVERSEERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.AUDITOR)


def took_part(user: "User", request: Request) -> bool:
    """Whether the person asked for it or has decided one of its steps."""
    return request.requested_by_id == user.pk or request.steps.filter(decided_by=user).exists()


def can_see(user: "User", request: Request, at: datetime | None = None) -> bool:
    """Those who asked or decided, those whose role decides one of its steps, and those who oversee its organisation."""
    roles = [*OVERSEERS, *request.steps.values_list("role", flat=True)]
    return took_part(user, request) or may(user, roles, request.organisation, at)


def can_decide(user: "User", request: Request, at: datetime | None = None) -> bool:
    """A holder of the open step's role; four eyes shut out whoever took part, unless the organisation switched that
    off.
    """
    step = queries.open_step(request)
    if step is None or not may(user, step.role, request.organisation, at):
        return False
    return not (queries.needs_four_eyes(request) and took_part(user, request))


def can_withdraw(user: "User", request: Request) -> bool:
    """Only the one who asked, and only while it is pending."""
    return request.state == Request.State.PENDING and request.requested_by_id == user.pk


def request_to_see(user: "User", public_id: UUID | str) -> Request:
    """The request, for those who may look at it. Raises NotFound for everyone else."""
    request = queries.request(public_id)
    if not can_see(user, request):
        raise NotFound()
    return request


def request_to_decide(user: "User", public_id: UUID | str) -> Request:
    """The request, for those who may decide its open step. Raises NotFound, Conflict once it is closed, or Denied."""
    request = request_to_see(user, public_id)
    if request.state != Request.State.PENDING:
        raise Conflict(_("This request has already been closed."))
    if not can_decide(user, request):
        raise Denied(_("You may see this request, but somebody else has to decide it."))
    return request


def request_to_withdraw(user: "User", public_id: UUID | str) -> Request:
    """The request, for the one who asked. Raises NotFound, Conflict once it is closed, or Denied."""
    request = request_to_see(user, public_id)
    if request.state != Request.State.PENDING:
        raise Conflict(_("This request has already been closed."))
    if not can_withdraw(user, request):
        raise Denied(_("Only the person who asked can take a request back."))
    return request
