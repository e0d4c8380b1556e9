"""Publish facts, deliver them, bring the dead back."""

import logging
import time
import traceback
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import connection, transaction
from django.db.models import F

from igot.journal.facts import HANDLERS, OWED, Fact, Happened, Owner, Person, Subject
from igot.journal.models import Delivery, FactRow, Heartbeat
from igot.kernel.tenancy import path_scope

logger = logging.getLogger(__name__)

ATTEMPTS = 10
LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# treebeard's step length: the first step of a path is the root of the tree, the scope in which a handler works.
ROOT_STEP = 4
SECONDS_BEFORE_NEXT_POKE = 5.0

_broker_silent_until = 0.0


def publish(
    fact: Fact, *, organisation: Owner | None, actor: Person | None, at: datetime, subject: Subject | None = None
) -> FactRow:
    """Write the fact and one delivery per handler in the caller's transaction; poke a worker once it commits.

    `organisation` is the one the fact concerns; `actor` is None where nobody acted. Raises RuntimeError outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{fact.kind} must be published inside the transaction of its cause")
    row = FactRow.objects.create(
        kind=fact.kind,
        organisation_id=organisation.pk if organisation else None,
        organisation_path=organisation.path if organisation else "",
        actor_id=actor.pk if actor else None,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.public_id) if subject else "",
        payload=fact.payload(),
        occurred_at=at,
    )
    owed = OWED.get(fact.kind, [])
    Delivery.objects.bulk_create(
        Delivery(fact_id=row.pk, handler=handler.name, queue=handler.queue, due_at=at) for handler in owed
    )
    for queue in sorted({handler.queue for handler in owed}):
        transaction.on_commit(partial(poke, queue), robust=True)
    return row


def poke(queue: str) -> None:
    """Tell a worker that something is owed. A dead broker costs nothing but time: the sweep finds it later."""
    global _broker_silent_until  # noqa: PLW0603 - one breaker per process
    if time.monotonic() < _broker_silent_until:
        return
    try:
        current_app.send_task("igot.journal.tasks.deliver", kwargs={"queue": queue}, queue=queue)
    except Exception as error:
        _broker_silent_until = time.monotonic() + SECONDS_BEFORE_NEXT_POKE
        logger.warning("the broker does not answer; the sweep will deliver: %s", error)


def _claim(queue: str | None, at: datetime) -> Delivery | None:
    """Take one delivery for `LEASE`, counting the attempt, so that one which kills its worker also comes to an end."""
    with transaction.atomic():
        owed = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=at)
        if queue is not None:
            owed = owed.filter(queue=queue)
        row = owed.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if row is None:
            return None
        row.attempts += 1
        row.due_at = at + LEASE
        if row.attempts > ATTEMPTS:
            row.state = Delivery.State.DEAD
            row.error = row.error or "its worker was killed each time"
            logger.error("delivery %s to %s is dead: %s", row.pk, row.handler, row.error)
        row.save(update_fields=["attempts", "due_at", "state", "error"])
        return row


def _perform(row: Delivery) -> None:
    stored = row.fact
    happened = Happened(
        id=stored.pk,
        fact=Fact.kinds[stored.kind](**stored.payload),
        organisation_id=stored.organisation_id,
        actor_id=stored.actor_id,
        occurred_at=stored.occurred_at,
    )
    with path_scope(stored.organisation_path[:ROOT_STEP]):
        HANDLERS[row.handler].call(happened)


def deliver_one(*, at: datetime, queue: str | None = None) -> bool:
    """Deliver what has been due longest, in one transaction with the handler's writes; False when nothing is due.

    A failure is kept and tried again later, each time after twice as long, up to an hour; the tenth makes it dead.
    """
    claimed = _claim(queue, at)
    if claimed is None:
        return False
    if claimed.state == Delivery.State.DEAD:
        return True
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("fact")
            .filter(pk=claimed.pk, state=Delivery.State.PENDING, attempts=claimed.attempts)
            .first()
        )
        if row is None:
            return True
        try:
            with transaction.atomic():
                _perform(row)
        except Exception as error:
            row.error = "".join(traceback.format_exception(error))[-4000:]
            row.due_at = at + min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
            row.state = Delivery.State.DEAD if row.attempts >= ATTEMPTS else Delivery.State.PENDING
            logger.exception("%s failed on fact %s (attempt %s)", row.handler, row.fact_id, row.attempts)
        else:
            row.state, row.done_at, row.error = Delivery.State.DONE, at, ""
        row.save(update_fields=["state", "done_at", "error", "due_at"])
    return True


def drain(*, at: datetime, limit: int = 10_000) -> int:
    """Deliver until nothing that was due at `at` is left, nor what that gave rise to; returns how many."""
    count = 0
    while count < limit and deliver_one(at=at):
        count += 1
    return count


def redeliver(*, at: datetime, deliveries: Iterable[int] | None = None, handler: str | None = None) -> int:
    """Make dead deliveries due again (the ones named, those of a handler, or all); returns how many."""
    dead = Delivery.objects.filter(state=Delivery.State.DEAD)
    if deliveries is not None:
        dead = dead.filter(pk__in=list(deliveries))
    if handler is not None:
        dead = dead.filter(handler=handler)
    with transaction.atomic():
        queues = set(dead.values_list("queue", flat=True))
        count = dead.update(state=Delivery.State.PENDING, attempts=0, due_at=at)
        for queue in queues:
            transaction.on_commit(partial(poke, queue), robust=True)
    return count


def beat(*, name: str, at: datetime) -> None:
    """Note that a worker answers."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def add_partition(*, size: int = 50_000_000) -> bool:
    """Give the facts their next partition once the newest is half full; returns whether one was added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) - 2 FROM pg_inherits WHERE inhparent = 'journal_fact'::regclass")
        further = cursor.fetchone()[0]
        upper = size * (further + 1)
        newest = FactRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if newest < upper - size // 2:
            return False
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS journal_fact_p{further + 1} PARTITION OF journal_fact "
            f"FOR VALUES FROM ({upper}) TO ({upper + size})"
        )
    return True


def owed_queues(*, at: datetime) -> list[str]:
    """The queues in which something is due."""
    owed = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=at).order_by()
    return sorted(owed.annotate(name=F("queue")).values_list("name", flat=True).distinct())
