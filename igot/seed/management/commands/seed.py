"""Fill an installation with the framework and, for a demonstration, with people, courses and a plan."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from igot.kernel.clock import now
from igot.seed import scale
from igot.seed.steps import (
    MissingPart,
    assessments,
    client,
    courses,
    crosswalk,
    frac_evidence,
    frac_fracing,
    frac_insight,
    frac_work,
    framework,
    history,
    organisations,
    people,
    plan,
)
from igot.seed.steps.delivery import deliver_facts

Step = Callable[..., str]
PARTS: dict[str, list[Step]] = {
    "frac": [
        organisations.seed_organisations,
        organisations.seed_designations,
        framework.seed_framework,
        crosswalk.seed_crosswalk,
    ],
    "people": [people.seed_people, client.seed_client, frac_work.seed_work, frac_fracing.seed_fracing, deliver_facts],
    "courses": [courses.seed_courses, assessments.seed_assessments, deliver_facts],
    "plans": [
        plan.seed_plan,
        frac_insight.seed_first_count,
        history.seed_history,
        frac_evidence.seed_evidence,
        deliver_facts,
        frac_insight.seed_count,
    ],
}
FOR_REAL = ("frac",)


class Command(BaseCommand):
    """`manage.py seed`: idempotent; says what it added and how long it took."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=list(PARTS), help="one part; it needs those before it")
        parser.add_argument(
            "--scale", type=int, metavar="N", help="on top of the demo, N learners with a past and 800 courses, once"
        )
        parser.add_argument("--no-demo", action="store_true", help="only what a real installation wants: the framework")

    def handle(
        self, *args: Any, only: str | None = None, no_demo: bool = False, scale: int | None = None, **options: Any
    ) -> None:
        """Run the parts in their order. Refuses to make demo people where DEMO is off."""
        if scale is not None and (only or no_demo or scale < 1):
            raise CommandError("--scale takes a number of learners and comes on top of the whole demo.")
        if scale is not None:
            self._refuse_a_second_time()
        chosen = [only] if only else [part for part in PARTS if part in FOR_REAL or not no_demo]
        invented = [part for part in chosen if part not in FOR_REAL]
        if invented and no_demo:
            raise CommandError(f"--no-demo and --only {only} contradict each other.")
        if invented and not settings.DEMO:
            raise CommandError(
                "This would make invented people with a password everybody knows. Set DEMO=1 on a demonstration, "
                "or run `manage.py seed --no-demo` for the framework alone."
            )
        begun = time.monotonic()
        for part in chosen:
            for step in PARTS[part]:
                started = time.monotonic()
                try:
                    said = step(at=now())
                except MissingPart as missing:
                    raise CommandError(f"{part}: {missing}. Run `manage.py seed` without --only.") from missing
                self.stdout.write(f"  {part:8} {said}  ({time.monotonic() - started:.1f} s)")
        if scale is not None:
            self._grow(scale)
        self.stdout.write(f"Seeded in {time.monotonic() - begun:.1f} s.")

    def _grow(self, learners: int) -> None:
        began = time.monotonic()

        def say(line: str) -> None:
            self.stdout.write(f"  scale    {line}  ({time.monotonic() - began:.1f} s)")

        scale.grow(learners=learners, at=now(), say=say)

    def _refuse_a_second_time(self) -> None:
        try:
            scale.refuse_a_second_time()
        except scale.AlreadyGrown as grown:
            raise CommandError(f"{grown}. Another number needs an empty database.") from grown
