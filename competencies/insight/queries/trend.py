"""Read what has changed between two days, and from day to day."""

from dataclasses import dataclass
from datetime import date

from competencies.framework.models import Competency
from competencies.insight.queries.heat import Numbers, wholes_by_day
from competencies.insight.rules import percent
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
    """On one day, the share of the requirements that is met, in per cent."""

    day: date
    percent: int


def changes(part: Organisation, top: Organisation, first: date, last: date) -> list[Change]:
    """Each competency that may be shown on both days, the greatest uplift first."""
    found_by_day = wholes_by_day(part, top, [first, last])
    before, after = found_by_day.get(first, {}), found_by_day.get(last, {})
    both = before.keys() & after.keys()
    competencies = Competency.objects.in_bulk(both)
    found = [Change(competencies[key], before[key], after[key]) for key in both]
    return sorted(found, key=lambda each: (-each.uplift, each.competency.name, each.competency.pk))


def course_of(
    part: Organisation, top: Organisation, days: list[date], competency: Competency | None = None
) -> list[Point]:
    """On each of the days, how many requirements are met of all that may be shown, or of one competency's."""
    points = []
    for day, shown in sorted(wholes_by_day(part, top, days).items()):
        counted = [each for key, each in shown.items() if competency is None or key == competency.pk]
        if counted:
            share = percent(sum(each.meeting for each in counted), sum(each.people for each in counted))
            points.append(Point(day, share))
    return points
