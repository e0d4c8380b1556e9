"""What those who run it ask."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from igot.journal.models import Heartbeat


@pytest.fixture
def worker(db: None) -> Heartbeat:
    beat, _ = Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
    return beat


def test_the_process_answers_without_the_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_when_everything_answers(client: Client, worker: Heartbeat) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "cache": "ok", "migrations": "ok", "worker": "ok"}


def test_it_is_not_ready_without_a_worker(client: Client, worker: Heartbeat) -> None:
    Heartbeat.objects.filter(pk=worker.pk).update(at=timezone.now() - timedelta(minutes=3))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] != "ok"


def test_a_dead_cache_makes_it_slower_but_not_unready(client: Client, worker: Heartbeat, settings: object) -> None:
    dead = {"BACKEND": "igot.kernel.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead}  # type: ignore[attr-defined]
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "checks": {"database": "ok", "cache": "does not answer", "migrations": "ok", "worker": "ok"},
    }


def test_the_numbers_are_hidden_without_a_token(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 404


def test_the_numbers_are_for_the_holder_of_the_token(client: Client, db: None, settings: object) -> None:
    settings.METRICS_TOKEN = "let-me-in"  # type: ignore[attr-defined]
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer let-me-in"})
    assert answer.status_code == 200
    assert b"django_http_requests" in answer.content


def test_readiness_is_json(client: Client, worker: Heartbeat) -> None:
    assert json.loads(client.get("/readyz").content)["status"] == "ok"
