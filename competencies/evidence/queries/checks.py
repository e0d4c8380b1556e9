"""Workplace checks: who is asked, what waits for an answer, what came of them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from competencies.evidence.models import CheckInvitation, WorkplaceCheck
from igot.accounts.queries import team_of
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User

Relation = CheckInvitation.Relation


def around(learner: "User", *, most: int) -> list[tuple["User", str]]:
    """Who sees the work of a person: themselves, their supervisor, peers under the same supervisor, those they
    supervise; at most so many peers and supervised, drawn by lot.
    """
    asked: list[tuple[User, str]] = [(learner, Relation.SELF)]
    boss = learner.supervisor
    if boss is not None and boss.is_active:
        asked.append((boss, Relation.SUPERVISOR))
        peers = team_of(boss).exclude(pk=learner.pk).order_by("?")[:most]
        asked += [(peer, Relation.PEER) for peer in peers]
    known = {person.pk for person, _relation in asked}
    supervised = team_of(learner).exclude(pk__in=known).order_by("?")[:most]
    return asked + [(person, Relation.SUPERVISED) for person in supervised]


def check(public_id: UUID | str) -> WorkplaceCheck:
    """A check within the open scope. Raises NotFound."""
    found: WorkplaceCheck | None = _with_counts().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def checks_due(at: datetime) -> list[WorkplaceCheck]:
    """The open checks whose time is over, in the open scope."""
    due = WorkplaceCheck.objects.filter(state=WorkplaceCheck.State.OPEN, closes_at__lte=at)
    return list(due.order_by("closes_at", "pk"))


def invitation_of(user: "User", public_id: UUID | str) -> CheckInvitation | None:
    """The person's own invitation to a check, wherever the one it is about serves."""
    with everywhere():
        return (
            CheckInvitation.objects.filter(check_of__public_id=public_id, person=user)
            .select_related("check_of__competency__scale", "check_of__learner__organisation", "check_of__organisation")
            .first()
        )


def waiting_for_answer(user: "User", at: datetime) -> list[CheckInvitation]:
    """What the person is still asked, the soonest to close first."""
    with everywhere():
        found = CheckInvitation.objects.filter(
            person=user,
            has_answered=False,
            check_of__state=WorkplaceCheck.State.OPEN,
            check_of__closes_at__gt=at,
        ).select_related("check_of__competency", "check_of__learner")
        return list(found.order_by("check_of__closes_at", "pk"))


def checks_of(user: "User") -> QuerySet[WorkplaceCheck]:
    """The checks about the person, and those they have opened, newest first."""
    with everywhere():
        return _with_counts().filter(Q(learner=user) | Q(opened_by=user)).order_by("-opened_at", "-pk")


def _with_counts() -> QuerySet[WorkplaceCheck]:
    found = WorkplaceCheck.objects.select_related("competency", "learner", "opened_by", "organisation")
    return found.annotate(
        asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__has_answered=True))
    )
