"""Read the journal: `facts`, `facts --kind courses.CourseCompleted`, `facts --owed`, `facts --dead`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from igot.journal import queries
from igot.journal.models import FactRow


class Command(BaseCommand):
    help = "Print facts, what is owed for them, or what was given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", help="only facts of this kind")
        parser.add_argument("--subject", help="only facts about the thing with this public id")
        parser.add_argument("--limit", type=int, default=50)
        parser.add_argument("--owed", action="store_true", help="what is owed, per queue")
        parser.add_argument("--dead", action="store_true", help="deliveries that were given up")

    def handle(self, **options: Any) -> None:
        if options["owed"]:
            for line in queries.backlog():
                self.stdout.write(f"{line['queue']}: {line['owed']} owed since {line['since']}")
            return
        if options["dead"]:
            for delivery in queries.dead()[: options["limit"]]:
                reason = (delivery.error.strip().splitlines() or [""])[-1]
                self.stdout.write(
                    f"{delivery.pk} {delivery.handler} fact {delivery.fact_id} {delivery.fact.kind}: {reason}"
                )
            return
        facts = FactRow.objects.order_by("-pk")
        if options["kind"]:
            facts = facts.filter(kind=options["kind"])
        if options["subject"]:
            facts = facts.filter(subject_id=options["subject"])
        for fact in facts[: options["limit"]]:
            self.stdout.write(
                f"{fact.pk} {fact.occurred_at:%Y-%m-%d %H:%M:%S} {fact.kind} {fact.subject_id} {fact.payload}"
            )
