"""When the things of the demo happened: before now, whatever day it is, and in a sensible order."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from igot.kernel.clock import INDIA, FinancialYear, day_in_india


@dataclass(frozen=True)
class DemoCalendar:
    """The dates of the demo as reckoned from the present moment."""

    at: datetime

    @property
    def year(self) -> FinancialYear:
        """The financial year in which the demo is set: the current one."""
        return FinancialYear.of(day_in_india(self.at))

    @property
    def courses_made(self) -> datetime:
        """The courses were made in the January before the year began."""
        return datetime.combine(date(self.year.start, 1, 12), time(11), INDIA)

    @property
    def plan_drafted(self) -> datetime:
        """The plan was drafted in March, submitted the day after and approved two days later."""
        return datetime.combine(date(self.year.start, 3, 16), time(11), INDIA)

    @property
    def plan_published(self) -> datetime:
        """The plan was published before the year began, so that there is a history even on its first day."""
        return datetime.combine(date(self.year.start, 3, 25), time(11), INDIA)

    def since_publication(self, share: float) -> datetime:
        """The moment at which this share of the time from the plan's publication until now had passed."""
        return self.plan_published + (self.at - self.plan_published) * share

    def end_of_quarter(self, quarter: int) -> date:
        """The last day of the financial year's quarter, 1 to 4."""
        months = {1: (0, 6, 30), 2: (0, 9, 30), 3: (0, 12, 31), 4: (1, 3, 31)}
        later, month, day = months[quarter]
        return date(self.year.start + later, month, day)

    @property
    def learning_week(self) -> tuple[date, date]:
        """Monday and Sunday of the learning week: two weeks ahead, or the last whole week of the financial year."""
        today = day_in_india(self.at)
        monday = today + timedelta(days=14 - today.weekday())
        end = self.year.last_day
        last_sunday = end - timedelta(days=(end.weekday() + 1) % 7)
        monday = min(monday, last_sunday - timedelta(days=6))
        return monday, monday + timedelta(days=6)
