"""Whose level ends is told 60 and 15 days ahead, each once."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from competencies.evidence import services
from igot.celery import app
from igot.kernel.clock import INDIA, end_of_day
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
LAST = datetime(2027, 6, 30, tzinfo=INDIA)


@pytest.fixture
def held(cast: Cast, dictionary: dict, now: datetime, drain) -> None:
    services.record(
        learner=cast.learner, competency=dictionary["FUN-001"], level=4, kind="assessment", source_kind="x",
        source_id=uuid4(), source_title="Licence", occurred_at=now, valid_until=end_of_day(LAST.date()), at=now,
    )  # fmt: skip
    drain(now)


def told(days_before: int) -> list[str]:
    services.tell_of_endings(at=LAST + timedelta(hours=7) - timedelta(days=days_before))
    found = Notice.objects.filter(kind="competencies.level_ends").order_by("pk")
    return [notice.key.rpartition(":")[2] for notice in found]


def test_sixty_and_fifteen_days_ahead_each_once(held: None) -> None:
    assert told(61) == []
    assert told(60) == ["60"]
    assert told(59) == told(16) == ["60"]
    assert told(15) == ["60", "15"]
    assert told(0) == ["60", "15"]
    values = Notice.objects.filter(kind="competencies.level_ends").latest("pk").values
    assert values["day"] == {"day": "2027-06-30"} and values["level"] == 4


def test_a_day_on_which_the_clock_stood_still_is_made_up_for(held: None) -> None:
    assert told(44) == ["60"]
    assert told(9) == ["60", "15"]


def test_the_clock_asks_every_morning() -> None:
    assert app.conf.beat_schedule["tell-of-endings"]["task"] == "competencies.evidence.tasks.tell_of_endings"
    assert app.conf.beat_schedule["close-checks"]["task"] == "competencies.evidence.tasks.close_due"
