"""Time as India reckons it: instants in UTC, days in IST, financial years from April to March."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

INDIA = ZoneInfo("Asia/Kolkata")


def now() -> datetime:
    """The present instant, in UTC. Views and tasks ask it; services are told."""
    return timezone.now()


def day_in_india(at: datetime) -> date:
    """The calendar day in IST on which the instant falls."""
    return at.astimezone(INDIA).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of the day in IST: a thing due on a day is in time until then."""
    return datetime.combine(day, time.max, INDIA)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April of `start` to 31 March of the next year (General Financial Rules 2017, rule 2: April to March)."""

    start: int

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """The financial year the day belongs to."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    def added_to(self, title: str) -> str:
        """The title with the year, unless it says the year already."""
        return title if str(self) in title else f"{title} ({self})"
