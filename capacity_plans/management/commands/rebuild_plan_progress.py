"""`manage.py rebuild_plan_progress [--plan UUID]`: count the roll-ups of plans anew from the assignments."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capacity_plans.monitoring import services
from capacity_plans.plans import queries
from igot.kernel.clock import now
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere


class Command(BaseCommand):
    """Forget the roll-ups and count them."""

    help = "Count the roll-ups of one plan, or of all plans in force, anew from the assignments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", help="public id of the plan; default: all plans in force")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each plan how many roll-ups were counted."""
        with everywhere():
            try:
                plans = [queries.plan_by_id(options["plan"])] if options["plan"] else list(queries.plans_in_force())
            except (NotFound, ValueError) as error:
                raise CommandError("There is no such plan.") from error
            for plan in plans:
                count = services.rebuild(plan=plan, at=now())
                self.stdout.write(
                    f"{plan.organisation.code} {plan.year} {plan.public_id}: {count} organisations counted"
                )
