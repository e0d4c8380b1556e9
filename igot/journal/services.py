"""Publish facts, deliver them, bring the dead back."""

import logging
import time
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import connection, transaction
from django.db.models import F

from igot.journal.facts import HANDLERS, OWED, Fact, Happened, Owner, Person, Subject, Told
from igot.journal.models import Delivery, FactRow, Heartbeat
from igot.kernel.tenancy import path_scope

logger = logging.getLogger(__name__)

ATTEMPTS = 10
BATCH = 25
TOGETHER = 250
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
    return publish_many(told=[Told(fact=fact, organisation=organisation, actor=actor, subject=subject)], at=at)[0]


def publish_many(*, told: Sequence[Told], at: datetime) -> list[FactRow]:
    """The same for many facts at once: two statements for all of them."""
    if not connection.in_atomic_block:
        kinds = ", ".join(sorted({one.fact.kind for one in told}))
        raise RuntimeError(f"{kinds} must be published inside the transaction of its cause")
    rows = FactRow.objects.bulk_create(
        FactRow(
            kind=one.fact.kind,
            organisation_id=one.organisation.pk if one.organisation else None,
            organisation_path=one.organisation.path if one.organisation else "",
            actor_id=one.actor.pk if one.actor else None,
            subject_kind=one.subject._meta.label_lower if one.subject else "",
            subject_id=str(one.subject.public_id) if one.subject else "",
            payload=one.fact.payload(),
            occurred_at=at,
        )
        for one in told
    )
    owed = [(row, handler) for row in rows for handler in OWED.get(row.kind, [])]
    Delivery.objects.bulk_create(
        Delivery(fact_id=row.pk, handler=handler.name, queue=handler.queue, due_at=at) for row, handler in owed
    )
    for queue in sorted({handler.queue for _row, handler in owed}):
        transaction.on_commit(partial(poke, queue), robust=True)
    return rows


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


def _claim(queue: str | None, at: datetime, most: int) -> list[Delivery]:
    """Take what has been due longest for `LEASE`, counting the attempt, so that one which kills its worker comes to an
    end, too.

    Several at once only of those that were never tried: one that failed before, or took its worker along, is tried by
    itself, so that nothing else is counted down with it.
    """
    with transaction.atomic():
        owed = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=at)
        if queue is not None:
            owed = owed.filter(queue=queue)
        rows = list(owed.select_for_update(skip_locked=True).order_by("due_at", "id")[:most])
        if rows and rows[0].attempts:
            rows = rows[:1]
        elif most > 1 and rows and _takes_together(rows[0]):
            same = owed.filter(handler=rows[0].handler, attempts=0)
            rows = list(same.select_for_update(skip_locked=True).order_by("due_at", "id")[:TOGETHER])
        else:
            rows = [row for row in rows if not row.attempts]
        for row in rows:
            row.attempts += 1
            row.due_at = at + LEASE
            if row.attempts > ATTEMPTS:
                row.state = Delivery.State.DEAD
                row.error = row.error or "its worker was killed each time"
                logger.error("delivery %s to %s is dead: %s", row.pk, row.handler, row.error)
        if len(rows) == 1:
            rows[0].save(update_fields=["attempts", "due_at", "state", "error"])
        elif rows:
            fresh = Delivery.objects.filter(pk__in=[row.pk for row in rows])
            fresh.update(attempts=1, due_at=at + LEASE)
        return rows


def _takes_together(row: Delivery) -> bool:
    handler = HANDLERS.get(row.handler)
    return handler is not None and handler.together


def _perform(rows: Sequence[Delivery]) -> None:
    """Call the handler of these deliveries, which is one and the same, in the tree they all belong to."""
    happened = [
        Happened(
            id=row.fact.pk,
            fact=Fact.kinds[row.fact.kind](**row.fact.payload),
            organisation_id=row.fact.organisation_id,
            actor_id=row.fact.actor_id,
            occurred_at=row.fact.occurred_at,
        )
        for row in rows
    ]
    with path_scope(rows[0].fact.organisation_path[:ROOT_STEP]):
        HANDLERS[rows[0].handler].call(happened)


def _deliver(claimed: Sequence[Delivery], at: datetime) -> None:
    """Deliver claimed rows of one handler, in one transaction with the handler's writes.

    A lock on them is waited for: another worker's claim may hold, for the moment it takes, rows that were claimed while
    it looked. What was claimed anew since is another attempt's, and neither delivered nor waited for.
    """
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(of=("self",))
            .select_related("fact")
            .filter(pk__in=[row.pk for row in claimed], state=Delivery.State.PENDING, attempts=claimed[0].attempts)
            .order_by("fact_id", "pk")
        )
        if not rows:
            return
        ids = [row.pk for row in rows]
        try:
            with transaction.atomic():
                _perform(rows)
        except Exception as error:
            for row in rows:
                row.error = "".join(traceback.format_exception(error))[-4000:]
                row.due_at = at + min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
                row.state = Delivery.State.DEAD if row.attempts >= ATTEMPTS else Delivery.State.PENDING
                row.save(update_fields=["state", "error", "due_at"])
            facts = ", ".join(str(row.fact_id) for row in rows)
            logger.exception("%s failed on fact %s (attempt %s)", rows[0].handler, facts, rows[0].attempts)
        else:
            Delivery.objects.filter(pk__in=ids).update(state=Delivery.State.DONE, done_at=at, error="")


def deliver_one(*, at: datetime, queue: str | None = None) -> bool:
    """Deliver what has been due longest, in one transaction with the handler's writes; False when nothing is due.

    A failure is kept and tried again later, each time after twice as long, up to an hour; the tenth makes it dead.
    """
    return deliver_some(at=at, queue=queue, most=1) > 0


def deliver_some(*, at: datetime, queue: str | None = None, most: int = BATCH) -> int:
    """Deliver some of what is due, the oldest first, each in a transaction of its own but for those whose handler takes
    them together; returns how many were claimed, 0 when nothing is due.
    """
    claimed = _claim(queue, at, most)
    for rows in _in_turn([row for row in claimed if row.state != Delivery.State.DEAD]):
        _deliver(rows, at)
    return len(claimed)


def _in_turn(claimed: Sequence[Delivery]) -> list[list[Delivery]]:
    """What is delivered in one go: those of a handler that takes them together, as far as they are of one tree."""
    turns: list[list[Delivery]] = []
    open_: dict[tuple[str, str], list[Delivery]] = {}
    trees = _trees(claimed)
    for row in claimed:
        key = (row.handler, trees.get(row.fact_id, ""))
        if key in open_ and _takes_together(row):
            open_[key].append(row)
            continue
        open_[key] = [row]
        turns.append(open_[key])
    return turns


def _trees(claimed: Sequence[Delivery]) -> dict[int, str]:
    if len(claimed) < 2:
        return {}
    paths = FactRow.objects.filter(pk__in={row.fact_id for row in claimed}).values_list("pk", "organisation_path")
    return {pk: path[:ROOT_STEP] for pk, path in paths}


def drain(*, at: datetime, limit: int = 10_000) -> int:
    """Deliver until nothing that was due at `at` is left, nor what that gave rise to; returns how many."""
    count = 0
    while count < limit and (delivered := deliver_some(at=at)):
        count += delivered
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
