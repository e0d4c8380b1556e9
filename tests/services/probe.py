"""A fact and a handler for the workers of these tests: it writes one row, and can be held up in the middle."""

import os
from dataclasses import dataclass

from django.db import connection

from igot.celery import app
from igot.journal.facts import Fact, Happened, handles

GATE = 815


@dataclass(frozen=True, kw_only=True)
class ProbeRang(Fact, kind="tests.ProbeRang"):
    number: int
    gated: bool = False


@handles(ProbeRang)
def hear(event: Happened[ProbeRang]) -> None:
    """Note the fact; a gated one waits, within its transaction, for the test to open the gate."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO probe_heard (fact, worker) VALUES (%s, %s)", [event.id, os.getpid()])
        if event.fact.gated:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])


__all__ = ["app"]
