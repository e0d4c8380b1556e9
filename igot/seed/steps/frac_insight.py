"""The demo's gaps, counted at the beginning of the year and now, so that heat maps and changes show something."""

from datetime import datetime, time, timedelta

from competencies.insight import queries, services
from igot.kernel.clock import INDIA, day_in_india
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.seed.calendar import DemoCalendar
from igot.seed.steps import MissingPart


def seed_first_count(*, at: datetime) -> str:
    """Count everybody for the last day of the financial year before, while nobody has learned anything; once."""
    day = DemoCalendar(at).year.first_day - timedelta(days=1)
    if queries.days():
        return "gaps were counted before"
    return _counted(datetime.combine(day, time(23), INDIA))


def seed_count(*, at: datetime) -> str:
    """Count everybody for today, once: the workers count every night."""
    if day_in_india(at) in queries.days():
        return "gaps were counted today"
    return _counted(at)


def _counted(at: datetime) -> str:
    root = organisations.root()
    if root is None:
        raise MissingPart("gaps need the organisations")
    with subtree(root):
        done = services.rebuild(at=at)
    return f"{done.gaps} gaps in {done.cells} cells for {day_in_india(at):%d.%m.%Y}"
