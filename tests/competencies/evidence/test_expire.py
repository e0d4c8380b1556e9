"""Evidence that is valid until a day lowers the level on the next."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from competencies.evidence import services, tasks
from competencies.evidence.models import Attainment
from competencies.framework.models import Competency
from igot.accounts.models import User
from igot.celery import app
from igot.journal.models import FactRow
from igot.kernel.clock import INDIA, end_of_day
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
LAST_DAY = date(2026, 12, 31)
MIDNIGHT = datetime(2027, 1, 1, 0, 0, tzinfo=INDIA)


def shown(learner: User, what: Competency, level: int, at: datetime, until: datetime | None) -> None:
    services.record(
        learner=learner,
        competency=what,
        level=level,
        kind="assessment",
        source_kind="courses.enrolment",
        source_id=uuid4(),
        source_title="A course",
        occurred_at=at,
        valid_until=until,
        at=at,
    )


@pytest.fixture
def held(cast: Cast, dictionary: dict[str, Competency], now: datetime, drain) -> Attainment:
    """Level 4 until the end of the year; level 2 for good."""
    shown(cast.learner, dictionary["FUN-001"], 4, now, end_of_day(LAST_DAY))
    shown(cast.learner, dictionary["FUN-001"], 2, now, None)
    drain()
    found = Attainment.objects.get(learner=cast.learner)
    assert (found.level, found.valid_until) == (4, end_of_day(LAST_DAY))
    return found


def test_in_its_last_second_evidence_still_counts(held: Attainment) -> None:
    assert services.settle_expired(at=MIDNIGHT - timedelta(seconds=1)) == 0
    held.refresh_from_db()
    assert held.level == 4


def test_at_midnight_in_india_the_level_is_what_is_left(held: Attainment) -> None:
    assert services.settle_expired(at=MIDNIGHT) == 1
    held.refresh_from_db()
    assert (held.level, held.valid_until) == (2, None)
    fact = FactRow.objects.filter(kind="competencies.LevelSettled").latest("pk")
    assert (fact.payload["before"], fact.payload["level"]) == (4, 2)


def test_counting_twice_changes_nothing_more(held: Attainment) -> None:
    services.settle_expired(at=MIDNIGHT)
    facts = FactRow.objects.count()
    assert services.settle_expired(at=MIDNIGHT + timedelta(minutes=1)) == 0
    assert FactRow.objects.count() == facts


def test_a_delivery_from_before_midnight_does_not_bring_the_level_back(held: Attainment, cast: Cast) -> None:
    services.settle_expired(at=MIDNIGHT)
    late = MIDNIGHT - timedelta(minutes=5)
    services.settle(learner_id=cast.learner.pk, competency_id=held.competency_id, at=late)
    held.refresh_from_db()
    assert held.level == 2


def test_the_clock_asks_right_after_midnight_in_india() -> None:
    entry = app.conf.beat_schedule["settle-expired"]
    assert entry["task"] == tasks.settle_expired.name
    (hour,), (minute,) = entry["schedule"].hour, entry["schedule"].minute
    # The schedule is written in UTC.
    asked = datetime(2026, 12, 31, hour, minute, tzinfo=UTC)
    assert app.conf.timezone == "UTC"
    assert MIDNIGHT < asked < MIDNIGHT + timedelta(minutes=5)


def test_the_task_reaches_every_organisation(held: Attainment) -> None:
    Attainment.objects.filter(pk=held.pk).update(valid_until=datetime(2020, 1, 1, tzinfo=INDIA))
    tasks.settle_expired()
    with everywhere():
        held.refresh_from_db()
    assert held.level == 4 and held.valid_until == end_of_day(LAST_DAY)
