"""The demo's dates lie in the past and in a sensible order, whatever the day."""

from datetime import datetime, timedelta

import pytest

from igot.kernel.clock import INDIA
from igot.seed.calendar import DemoCalendar

DAYS = [(2026, 4, 1), (2026, 4, 2), (2026, 11, 21), (2027, 1, 31), (2027, 3, 31), (2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS)
def test_everything_happened_before_now_and_in_order(day: tuple[int, int, int]) -> None:
    at = datetime(*day, 0, 5, tzinfo=INDIA)
    calendar = DemoCalendar(at)
    moments = [
        calendar.courses_made + timedelta(days=12),
        calendar.plan_drafted,
        calendar.plan_published,
        calendar.since_publication(0.2),
        calendar.since_publication(0.95) + timedelta(hours=3),
        at,
    ]
    assert moments == sorted(moments)


@pytest.mark.parametrize("day", DAYS)
def test_quarters_end_within_the_year_and_after_publication(day: tuple[int, int, int]) -> None:
    calendar = DemoCalendar(datetime(*day, 12, tzinfo=INDIA))
    ends = [calendar.end_of_quarter(quarter) for quarter in (1, 2, 3, 4)]
    assert ends == sorted(ends)
    assert all(end in calendar.year for end in ends)
    assert ends[-1] == calendar.year.last_day
    assert calendar.plan_published.date() < ends[0]


@pytest.mark.parametrize("day", DAYS)
def test_the_learning_week_runs_from_monday_to_sunday_within_the_year(day: tuple[int, int, int]) -> None:
    calendar = DemoCalendar(datetime(*day, 12, tzinfo=INDIA))
    first, last = calendar.learning_week
    assert (first.weekday(), last.weekday()) == (0, 6)
    assert first in calendar.year and last in calendar.year
