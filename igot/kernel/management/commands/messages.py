"""Keep the translations: `messages --update`, `--fill FILE --app APP`, `--compile`, `--check`, `--accented FOLDER`."""

import fcntl
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from igot.kernel import messages, pseudo


class Command(BaseCommand):
    help = "Extract, fill, compile and check the translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="bring the catalogues in line with the sources")
        parser.add_argument("--fill", metavar="FILE", help="JSON of source text to translation, into --app's catalogue")
        parser.add_argument("--compile", action="store_true", help="write the .mo files")
        parser.add_argument(
            "--check", action="store_true", help="fail when anything is missing, fuzzy, unused or mismatched"
        )
        parser.add_argument("--missing", action="store_true", help="print what is not translated, as JSON")
        parser.add_argument("--accented", metavar="FOLDER", help="write the accented trial language's .mo below FOLDER")
        parser.add_argument("--app", choices=(messages.FOUNDATIONS, *messages.PRODUCT_APPS), help="only this catalogue")
        parser.add_argument("--language", default="hi")

    def handle(self, **options: Any) -> None:
        apps = [options["app"]] if options["app"] else [messages.FOUNDATIONS, *messages.PRODUCT_APPS]
        language = options["language"]
        # The catalogue's own file stands for the lock: a file in a shared folder would belong to whoever came first.
        with Path(messages.__file__).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if options["update"]:
                for app in apps:
                    self.stdout.write(f"{app}: {messages.update(app, language)} not translated")
            if options["fill"]:
                if not options["app"]:
                    raise CommandError("--fill needs --app")
                unknown = messages.fill(options["app"], language, json.loads(Path(options["fill"]).read_text("utf-8")))
                for msgid in unknown:
                    self.stderr.write(f"not in the catalogue: {msgid!r}")
            if options["missing"]:
                empty = {text: "" for app in apps for text in messages.missing(app, language)}
                self.stdout.write(json.dumps(empty, ensure_ascii=False, indent=1))
            if options["compile"]:
                self.stdout.write(f"{messages.compile_all()} catalogues compiled")
        if options["accented"]:
            self.stdout.write(f"{pseudo.write_catalogue(Path(options['accented']))} texts accented")
        if options["check"]:
            found = [problem for app in apps for problem in messages.problems(app, language)]
            for problem in found:
                self.stderr.write(problem)
            if found:
                raise CommandError(f"{len(found)} translations to mend")
            self.stdout.write("translations complete")
