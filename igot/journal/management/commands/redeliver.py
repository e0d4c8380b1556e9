"""Make dead deliveries due again: `redeliver 12 15`, `redeliver --handler NAME`, `redeliver --all`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from igot.journal.services import redeliver
from igot.kernel.clock import now


class Command(BaseCommand):
    help = "Make dead deliveries due again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deliveries", nargs="*", type=int)
        parser.add_argument("--handler")
        parser.add_argument("--all", action="store_true")

    def handle(self, **options: Any) -> None:
        if not (options["deliveries"] or options["handler"] or options["all"]):
            raise CommandError("name deliveries, a --handler, or --all")
        count = redeliver(at=now(), deliveries=options["deliveries"] or None, handler=options["handler"])
        self.stdout.write(f"{count} due again")
