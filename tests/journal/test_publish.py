"""Facts are written with their cause, delivered once, and the dead can be brought back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from igot.journal import services
from igot.journal.facts import Fact, Happened, handles
from igot.journal.models import Delivery, FactRow
from igot.kernel.tenancy import open_path
from tests.cast import Cast

heard: list[str] = []


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact, kind="tests.BellRang"):
    tone: str
    loudness: int = 1


@handles(BellRang)
def listen(event: Happened[BellRang]) -> None:
    if event.fact.tone == "broken":
        raise ValueError("no such tone")
    heard.append(f"{event.fact.tone}@{open_path()}")


@pytest.fixture(autouse=True)
def silence(db: None) -> None:
    heard.clear()


def ring(cast: Cast, tone: str, at: datetime) -> FactRow:
    with transaction.atomic():
        return services.publish(BellRang(tone=tone), organisation=cast.dopt, actor=None, subject=cast.dopt, at=at)


def test_a_fact_is_delivered_once_within_the_tree_it_belongs_to(cast: Cast, now: datetime) -> None:
    ring(cast, "low", now)
    services.drain(at=now)
    services.drain(at=now)
    assert heard == [f"low@{cast.goi.path}"]


def test_a_fact_of_a_cause_that_fails_never_happened(cast: Cast, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ring(cast, "low", now)
        raise ZeroDivisionError
    assert not FactRow.objects.filter(kind="tests.BellRang").exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused(now: datetime) -> None:
    with pytest.raises(RuntimeError):
        services.publish(BellRang(tone="low"), organisation=None, actor=None, at=now)


def test_a_handler_that_fails_ten_times_is_dead_and_can_be_brought_back(cast: Cast, now: datetime) -> None:
    fact = ring(cast, "broken", now)
    at = now
    for _ in range(20):
        at += timedelta(hours=2)
        services.drain(at=at)
    delivery = Delivery.objects.get(fact_id=fact.pk)
    assert (delivery.state, delivery.attempts) == (Delivery.State.DEAD, 10)
    assert "no such tone" in delivery.error
    assert services.redeliver(at=at, deliveries=[delivery.pk]) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.PENDING, 0)


def test_a_failing_handler_waits_longer_each_time(cast: Cast, now: datetime) -> None:
    fact = ring(cast, "broken", now)
    services.drain(at=now)
    first = Delivery.objects.get(fact_id=fact.pk).due_at - now
    services.drain(at=now + timedelta(minutes=1))
    second = Delivery.objects.get(fact_id=fact.pk).due_at - now - timedelta(minutes=1)
    assert timedelta(0) < first < second


def test_a_handler_that_is_gone_is_noticed(cast: Cast, now: datetime) -> None:
    fact = ring(cast, "low", now)
    Delivery.objects.filter(fact_id=fact.pk).update(handler="tests.gone")
    services.drain(at=now)
    assert "tests.gone" in Delivery.objects.get(fact_id=fact.pk).error


@pytest.mark.parametrize("statement", ["UPDATE journal_fact SET kind = 'x'", "DELETE FROM journal_fact"])
def test_facts_are_append_only(cast: Cast, now: datetime, statement: str) -> None:
    ring(cast, "low", now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
