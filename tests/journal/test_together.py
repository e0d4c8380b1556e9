"""Facts that are taken together: one call for many, and one that fails spoils nothing for the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from igot.journal import services
from igot.journal.facts import Fact, Happened, Told, handles_together
from igot.journal.models import Delivery, FactRow
from tests.cast import Cast

calls: list[list[str]] = []


@dataclass(frozen=True, kw_only=True)
class ChoirSang(Fact, kind="tests.ChoirSang"):
    voice: str


@handles_together(ChoirSang)
def applaud(several: Sequence[Happened[ChoirSang]]) -> None:
    voices = [one.fact.voice for one in several]
    if "hoarse" in voices:
        raise ValueError("no such voice")
    calls.append(voices)


@pytest.fixture(autouse=True)
def silence(db: None) -> None:
    calls.clear()


def sing(cast: Cast, at: datetime, *voices: str) -> list[FactRow]:
    with transaction.atomic():
        told = [Told(fact=ChoirSang(voice=voice), organisation=cast.dopt, actor=None) for voice in voices]
        return services.publish_many(told=told, at=at)


def test_what_is_due_of_one_handler_comes_in_one_call_and_in_order(cast: Cast, now: datetime) -> None:
    sing(cast, now, *(str(number) for number in range(services.BATCH + 5)))
    assert services.drain(at=now) >= services.BATCH + 5
    assert calls == [[str(number) for number in range(services.BATCH + 5)]]


def test_facts_of_different_trees_come_in_calls_of_their_own(cast: Cast, now: datetime) -> None:
    sing(cast, now, "here")
    with transaction.atomic():
        services.publish(ChoirSang(voice="nowhere"), organisation=None, actor=None, at=now)
    services.drain(at=now)
    assert sorted(calls) == [["here"], ["nowhere"]]


def test_those_that_failed_together_come_again_one_by_one(cast: Cast, now: datetime) -> None:
    facts = sing(cast, now, "high", "hoarse", "low")
    services.drain(at=now)
    assert calls == []
    services.drain(at=now + timedelta(minutes=1))
    assert calls == [["high"], ["low"]]
    left = Delivery.objects.get(fact_id=facts[1].pk)
    assert (left.state, left.attempts) == (Delivery.State.PENDING, 2)
    assert "no such voice" in left.error


def test_one_that_took_its_worker_along_is_tried_alone_so_that_others_are_not_counted_down(
    cast: Cast, now: datetime
) -> None:
    first, *others = sing(cast, now, "killer", "high", "low")
    Delivery.objects.filter(fact_id=first.pk).update(attempts=1)
    assert services.deliver_some(at=now) == 1
    assert calls == [["killer"]]
    assert set(Delivery.objects.filter(fact_id__in=[one.pk for one in others]).values_list("attempts", flat=True)) == {
        0
    }
