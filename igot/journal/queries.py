"""Read the journal: the history of a thing, what is owed, what is dead."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from igot.journal.facts import Fact, Subject
from igot.journal.models import Delivery, FactRow, Heartbeat


def history(subject: Subject) -> QuerySet[FactRow]:
    """Everything that happened to one thing, newest first."""
    found = FactRow.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.public_id))
    return found.order_by("-id")


def facts_of(organisation_path: str) -> QuerySet[FactRow]:
    """The facts of a subtree, newest first: the audit trail an administrator may read."""
    return FactRow.objects.filter(organisation_path__startswith=organisation_path).order_by("-id")


def dead() -> QuerySet[Delivery]:
    """Deliveries that were given up, newest first."""
    return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("fact").order_by("-id")


def backlog() -> list[dict[str, Any]]:
    """Per queue: how much is owed, and since when."""
    owed = Delivery.objects.filter(state=Delivery.State.PENDING).values("queue")
    return [dict(line) for line in owed.annotate(owed=Count("id"), since=Min("due_at")).order_by("queue")]


def worker_is_alive(*, at: datetime, within: timedelta = timedelta(seconds=60)) -> bool:
    """Whether a worker has answered lately."""
    return Heartbeat.objects.filter(at__gte=at - within).exists()


def kinds() -> list[str]:
    """The kinds of facts there are."""
    return sorted(Fact.kinds)
