"""Keep the Hindi of the content in step with its English: `content_translations --check` or `--settle`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from igot.seed import translations


class Command(BaseCommand):
    help = "Find Hindi texts of the content whose English has changed since, or settle them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the Hindi of a text is stale")
        parser.add_argument("--settle", action="store_true", help="the Hindi that changed says what the English says")
        parser.add_argument("--as-it-is", action="store_true", help="so does the Hindi that did not change")

    def handle(self, **options: Any) -> None:
        left = []
        if options["settle"]:
            left = translations.settle(as_it_is=options["as_it_is"])
        if options["check"]:
            left = translations.stale()
        for name in left:
            self.stderr.write(f"the English has changed, look at the Hindi: {name}")
        if left:
            raise CommandError(f"{len(left)} texts to look at, then `content_translations --settle`")
        self.stdout.write("the Hindi of the content is in step")
