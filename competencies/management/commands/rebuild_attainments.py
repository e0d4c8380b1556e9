"""Recount every attained level from the evidence."""

from typing import Any

from django.core.management.base import BaseCommand

from competencies.evidence import queries, services
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


class Command(BaseCommand):
    help = "Recounts every attained level from the evidence; says how many there were. May run at any time, and twice."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with everywhere():
            for learner_id, competency_id in queries.pairs_with_evidence().iterator():
                services.settle(learner_id=learner_id, competency_id=competency_id, at=now())
                count += 1
        self.stdout.write(f"{count} levels recounted")
