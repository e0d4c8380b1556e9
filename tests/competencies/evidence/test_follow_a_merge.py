"""Two competencies became one: what people hold follows."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from competencies.evidence import services
from competencies.evidence.models import Attainment, Evidence
from competencies.framework.models import Competency
from competencies.framework.queries.proposals import resting_on
from competencies.framework.services import merge_items
from igot.accounts.models import User
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def note(cast: Cast, now: datetime) -> Any:
    def noted(learner: User, competency: Competency, source: Any = None) -> Evidence | None:
        return services.record(
            learner=learner,
            competency=competency,
            level=3,
            kind="assessment",
            source_kind="tests.source",
            source_id=source or uuid4(),
            source_title="A paper",
            occurred_at=now,
            at=now,
        )

    return noted


def test_what_people_hold_is_counted_for_the_one_that_stays(
    cast: Cast, dictionary: dict, note: Any, drain: Any, now: datetime
) -> None:
    item, into = dictionary["FUN-001"], dictionary["BEH-001"]
    source = uuid4()
    note(cast.learner, item, source)
    note(cast.stranger, item)
    drain()
    preview = {row.label: row for row in resting_on("competency", item)}
    assert [(row.count, row.people) for label, row in preview.items() if str(label) == "pieces of evidence"] == [(2, 2)]
    merge_items(kind="competency", item=item, into=into, reason="One", actor=cast.reviewer, at=now)
    drain()
    held = Attainment.objects.filter(competency=into)
    assert {(row.learner, row.level) for row in held} == {(cast.learner, 3), (cast.stranger, 3)}
    assert services.follow_merge(competency=str(item.public_id), at=now) == 0
    services.withdraw_from(source_kind="tests.source", source_id=source, reason="Revoked", actor=cast.admin, at=now)
    drain()
    assert Attainment.objects.get(learner=cast.learner, competency=into).level == 0
    assert Attainment.objects.get(learner=cast.stranger, competency=into).level == 3


def test_what_is_shown_later_under_the_former_name_counts_for_the_one_that_stays(
    cast: Cast, dictionary: dict, note: Any, now: datetime
) -> None:
    item, into = dictionary["FUN-001"], dictionary["BEH-001"]
    merge_items(kind="competency", item=item, into=into, reason="One", actor=cast.reviewer, at=now)
    item.refresh_from_db()
    made = note(cast.learner, item)
    assert made is not None and made.competency == into
