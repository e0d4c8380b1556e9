"""Read what has changed between two days, and from day to day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from competencies.framework.models import Competency
from competencies.insight.models import GapCount
from competencies.insight.queries.heat import Numbers, wholes
from competencies.insight.rules import FEWEST, percent
from igot.organisations.models import Organisation


@dataclass(frozen=True)
class Change:
    """One competency on two days. `uplift` is in percentage points of the people who meet what is asked."""

    competency: Competency
    before: Numbers
    after: Numbers

    @property
    def uplift(self) -> int:
        """Percentage points gained (or lost)."""
        return self.after.percent - self.before.percent

    @property
    def levels(self) -> float:
        """How many levels fewer are missing per person."""
        return self.before.average_missing - self.after.average_missing


@dataclass(frozen=True)
class Point:
    """All requirements together on one day: the share that is met, in per cent."""

    day: date
    percent: int


def changes(part: Organisation, top: Organisation, first: date, last: date) -> list[Change]:
    """Each competency that may be shown on both days, the greatest uplift first."""
    before, after = wholes(part, top, first), wholes(part, top, last)
    both = before.keys() & after.keys()
    competencies = Competency.objects.in_bulk(both)
    found = [Change(competencies[key], before[key], after[key]) for key in both]
    return sorted(found, key=lambda each: (-each.uplift, each.competency.name, each.competency.pk))


def course_of(part: Organisation, days: list[date]) -> list[Point]:
    """On each of the days, how many of all requirements are met; days with fewer than five are left out."""
    rows = (
        GapCount.objects.filter(day__in=days, organisation__path__startswith=part.path)
        .order_by("day")
        .values("day")
        .annotate(people_=Sum("people"), meeting_=Sum("meeting"))
    )
    return [Point(row["day"], percent(row["meeting_"], row["people_"])) for row in rows if row["people_"] >= FEWEST]
