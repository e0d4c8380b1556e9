"""`manage.py materialise_plans [--plan UUID]`: assign plans in force to everyone they ask, as their publication did."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capacity_plans.assignments.services import materialise
from capacity_plans.plans import queries
from igot.kernel.clock import now
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere


class Command(BaseCommand):
    """Repair assignments; nothing that is right is touched."""

    help = "Assign one plan, or all plans in force, to everyone they ask. Repeating it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", help="public id of the plan; default: all plans in force")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each plan how many people it asks."""
        with everywhere():
            try:
                plans = [queries.plan_by_id(options["plan"])] if options["plan"] else list(queries.plans_in_force())
            except (NotFound, ValueError) as error:
                raise CommandError("There is no such plan.") from error
            for plan in plans:
                if plan.current is not None:
                    people = materialise(version=plan.current, at=now())
                    self.stdout.write(f"{plan.organisation.code} {plan.year} {plan.public_id}: {people} people asked")
