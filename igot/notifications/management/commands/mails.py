"""Look at mails that could not be sent, and owe them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from igot.kernel.clock import now
from igot.notifications import queries, services


class Command(BaseCommand):
    help = "Lists the mails that could not be sent; with --retry owes them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="owe every failed mail again")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = list(queries.failed_mails())
        for mail in failed:
            person = mail.notice.person
            self.stdout.write(
                f"{mail.pk}  {mail.due_at:%Y-%m-%d %H:%M}  {mail.notice.kind}  {person.public_id}  {mail.error}"
            )
        self.stdout.write(f"{len(failed)} failed")
        if options["retry"]:
            self.stdout.write(f"{services.send_again(mails=[mail.pk for mail in failed], at=now())} owed again")
