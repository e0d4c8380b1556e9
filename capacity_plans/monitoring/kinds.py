"""The files that can be asked for from a plan's progress."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from capacity_plans.monitoring import queries, sheets
from capacity_plans.monitoring.access import part_to_see
from capacity_plans.plans import access
from igot.imports.kinds import ExportKind, register_export
from igot.kernel.clock import day_in_india, now

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def _numbers(organisation: "Organisation", parameters: dict[str, Any]) -> Iterator[list[Any]]:
    plan = access.plan_to_see(organisation, UUID(parameters["plan"]))
    yield from sheets.numbers(plan, part_to_see(organisation, parameters["part"]))


def _people(organisation: "Organisation", parameters: dict[str, Any]) -> Iterator[list[Any]]:
    plan = access.plan_to_see(organisation, UUID(parameters["plan"]))
    part = part_to_see(organisation, parameters["part"])
    yield from sheets.people(queries.rows_behind(plan, part, today=day_in_india(now())))


register_export(
    ExportKind(
        name="plan_progress",
        label=_("Progress of a plan, by organisation"),
        file_name="plan-progress",
        headings=sheets.NUMBERS,
        rows=_numbers,
        roles=access.READERS,
        needs=("plan", "part"),
    )
)
register_export(
    ExportKind(
        name="plan_people",
        label=_("People of a plan, with what they have done"),
        file_name="plan-people",
        headings=sheets.PEOPLE,
        rows=_people,
        roles=access.NAME_READERS,
        needs=("plan", "part"),
    )
)
