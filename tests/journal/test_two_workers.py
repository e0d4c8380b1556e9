"""Two workers at one queue: what one has claimed is delivered at once, though the other holds it for a moment."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection, transaction

from igot.journal import services
from igot.journal.facts import Fact, Happened, Told, handles
from igot.journal.models import Delivery
from igot.local.processes import wait_until
from tests.cast import Cast

PATIENCE = 20.0
heard: list[str] = []
after_the_first: list[Callable[[], object]] = []


@dataclass(frozen=True, kw_only=True)
class GongRang(Fact, kind="tests.GongRang"):
    tone: str


@handles(GongRang)
def listen(event: Happened[GongRang]) -> None:
    heard.append(event.fact.tone)
    if event.fact.tone == "first":
        after_the_first.pop()()


def somebody_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_a_row_locked_by_another_claim_is_waited_for_and_not_left_until_its_lease_is_over(
    cast: Cast, now: datetime
) -> None:
    heard.clear()
    with transaction.atomic():
        told = [Told(fact=GongRang(tone=tone), organisation=cast.dopt, actor=None) for tone in ("first", "second")]
        _first, second = services.publish_many(told=told, at=now)
    held, delivered = threading.Event(), threading.Event()

    def claim() -> None:
        """What a claim does with a row that was claimed while it looked: it locks it, and passes it by."""
        with transaction.atomic():
            Delivery.objects.select_for_update().get(fact_id=second.pk)
            held.set()
            wait_until(lambda: delivered.is_set() or somebody_waits_for_me(), within=PATIENCE)
        connection.close()

    other = threading.Thread(target=claim)
    after_the_first.append(lambda: (other.start(), held.wait(PATIENCE)))
    services.deliver_some(at=now)
    delivered.set()
    other.join(PATIENCE)
    assert heard == ["first", "second"]
    states = Delivery.objects.filter(fact__kind="tests.GongRang").values_list("state", "attempts")
    assert list(states) == [("done", 1), ("done", 1)]
