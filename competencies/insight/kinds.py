"""The file that can be asked for from a heat map: who lacks what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from competencies.framework import queries as framework
from competencies.insight import access, queries, sheets, uses
from igot.imports.kinds import ExportKind, register_export

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


__all__ = ["uses"]


def _people(organisation: "Organisation", parameters: dict[str, Any]) -> Iterator[list[Any]]:
    part = access.part_to_see(organisation, parameters.get("part", ""))
    competency = framework.competency(parameters["competency"]) if parameters.get("competency") else None
    yield from sheets.of_people(queries.people_behind(part, competency, lacking=True))


register_export(
    ExportKind(
        name="gap_people",
        label=_("People and the levels they lack"),
        file_name="gaps",
        headings=sheets.PEOPLE,
        rows=_people,
        roles=access.NAME_READERS,
        needs=("part",),
    )
)
