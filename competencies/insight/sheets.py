"""The heat map, and the people behind it, as rows of a sheet."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.insight.queries import Change, HeatMap

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from competencies.insight.models import Gap

MAP = (
    gettext_lazy("Competency"),
    gettext_lazy("Code"),
    gettext_lazy("Organisation or position"),
    gettext_lazy("People asked"),
    gettext_lazy("People who meet it"),
    gettext_lazy("Per cent"),
    gettext_lazy("Levels missing"),
    gettext_lazy("As of"),
)
TREND = (
    gettext_lazy("Competency"),
    gettext_lazy("Code"),
    gettext_lazy("From the day"),
    gettext_lazy("People asked"),
    gettext_lazy("People who meet it"),
    gettext_lazy("Per cent"),
    gettext_lazy("To the day"),
    gettext_lazy("People asked"),
    gettext_lazy("People who meet it"),
    gettext_lazy("Per cent"),
    gettext_lazy("Uplift in points"),
)
PEOPLE = (
    gettext_lazy("Name"),
    gettext_lazy("Name in Devanagari"),
    gettext_lazy("Designation"),
    gettext_lazy("Organisation"),
    gettext_lazy("Position"),
    gettext_lazy("Competency"),
    gettext_lazy("Level asked"),
    gettext_lazy("Level held"),
    gettext_lazy("Levels missing"),
    gettext_lazy("Criticality"),
)


def of_map(found: HeatMap) -> Iterator[list[Any]]:
    """One row per competency and column in which anybody is asked, after the sum; what is kept back says so."""
    day = date_format(found.day, "SHORT_DATE_FORMAT")
    everybody = _("%(organisation)s, with all below") % {"organisation": found.part}
    for row in found.rows:
        cells = [
            (everybody, row.whole),
            *((each.column.label, each.numbers) for each in row.cells if not each.is_empty),
        ]
        for label, numbers in cells:
            named = [str(row.competency), row.competency.code, label]
            if numbers is None:
                yield [*named, _("fewer than five people could be told from it"), "", "", "", day]
            else:
                yield [*named, numbers.people, numbers.meeting, numbers.percent, numbers.missing, day]


def of_changes(found: "Iterable[Change]", first: date, last: date) -> Iterator[list[Any]]:
    """One row per competency that may be shown on both days."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (first, last)]
    for row in found:
        numbers = [
            value
            for day, each in zip(days, (row.before, row.after), strict=True)
            for value in (day, each.people, each.meeting, each.percent)
        ]
        yield [str(row.competency), row.competency.code, *numbers, row.uplift]


def of_people(found: "QuerySet[Gap]") -> Iterator[list[Any]]:
    """One row per person and competency."""
    for row in found.iterator(chunk_size=1000):
        yield [
            row.person.name,
            row.person.name_in_hindi,
            str(row.person.designation or ""),
            str(row.organisation),
            str(row.position or _("By work order")),
            str(row.competency),
            row.required,
            row.attained,
            row.missing,
            row.criticality,
        ]
