"""Read requests: one by its address, those that wait for a person, the history of a subject."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from igot.accounts.queries import grants_of
from igot.approvals.kinds import KINDS
from igot.approvals.models import Request, Step
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User


def request(public_id: UUID | str) -> Request:
    """A request by its address, wherever it lies; the doors in `access` decide who gets it. Raises NotFound."""
    with everywhere():
        found = Request.objects.select_related("organisation", "requested_by").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def needs_four_eyes(request: Request) -> bool:
    """Whether asking and deciding, and every two steps, need different people."""
    return request.organisation.four_eyes or request.kind in _always_four_eyes()


def _always_four_eyes() -> list[str]:
    return [kind.name for kind in KINDS.values() if kind.always_four_eyes]


def open_step(request: Request) -> Step | None:
    """The step that waits for a decision, if the request is still pending."""
    return request.steps.filter(state=Step.State.OPEN).first()


def steps_of(request: Request) -> list[Step]:
    """All steps in order, with those who decided."""
    return list(request.steps.select_related("decided_by").order_by("number"))


def waiting_for(user: "User", at: datetime) -> QuerySet[Request]:
    """Pending requests whose open step this person may decide, across all their grants, longest waiting first.

    Left out: their own requests and those they decided a step of, unless the organisation switched four eyes off.
    """
    reach = [
        Q(organisation__path__startswith=grant.organisation.path, opened_role=grant.role)
        for grant in grants_of(user, at).select_related("organisation")
    ]
    steps = Step.objects.filter(request=OuterRef("pk"))
    with everywhere():
        found = Request.objects.filter(state=Request.State.PENDING).select_related("organisation", "requested_by")
    if not reach:
        return found.none()
    found = found.annotate(opened_role=steps.filter(state=Step.State.OPEN).values("role")[:1])
    involved = Q(requested_by=user) | Exists(steps.filter(decided_by=user))
    return (
        found.filter(reduce(or_, reach))
        .exclude((Q(organisation__four_eyes=True) | Q(kind__in=_always_four_eyes())) & involved)
        .order_by("requested_at", "pk")
    )


def asked_by(user: "User") -> QuerySet[Request]:
    """What this person asked for, newest first."""
    with everywhere():
        found = Request.objects.filter(requested_by=user)
    return found.select_related("organisation", "requested_by").order_by("-requested_at", "-pk")


def history(kind: str, subject_id: UUID | str) -> QuerySet[Request]:
    """All requests about one subject with their steps, newest first; for callers who have already opened the subject's
    door.
    """
    with everywhere():
        found = Request.objects.filter(kind=kind, subject_id=subject_id)
    return found.select_related("requested_by").prefetch_related("steps__decided_by").order_by("-requested_at", "-pk")
