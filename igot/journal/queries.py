"""Read the journal: the history of a thing, what is owed, what is dead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from igot.journal.facts import Fact, Subject
from igot.journal.models import Delivery, FactRow, Heartbeat


def history(subject: Subject) -> QuerySet[FactRow]:
    """Everything that happened to one thing, newest first."""
    found = FactRow.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.public_id))
    return found.order_by("-id")


def facts_of(organisation_path: str) -> QuerySet[FactRow]:
    """The facts of a subtree, newest first: the audit trail an administrator may read."""
    return FactRow.objects.filter(organisation_path__startswith=organisation_path).order_by("-id")


def changes(paths: Sequence[str], *, after: int, kind: str = "", at: datetime) -> QuerySet[FactRow]:
    """The facts of one or more subtrees in the order of their ids, beginning behind `after`: for followers.

    A fact gets its id before its transaction commits, so a later id may be visible earlier. Nothing is handed out that
    is younger than the oldest transaction still writing, less `CHANGES_SETTLE_SECONDS` for clocks that differ and for
    the way from clock to row: whoever reads on from the last id misses nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )
        oldest = cursor.fetchone()[0]
    settled = min(at, oldest or at) - timedelta(seconds=settings.CHANGES_SETTLE_SECONDS)
    within = reduce(or_, (Q(organisation_path__startswith=path) for path in paths), Q(pk__in=[]))
    found = FactRow.objects.filter(within, pk__gt=after, recorded_at__lte=settled)
    return (found.filter(kind=kind) if kind else found).order_by("pk")


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
