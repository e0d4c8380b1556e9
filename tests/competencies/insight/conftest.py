"""Many people in few offices, with what they hold."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from competencies.evidence import services as evidence
from competencies.framework.models import Competency
from competencies.insight import services
from igot.accounts.models import User
from igot.organisations.models import Organisation
from tests.cast import Cast


@pytest.fixture
def show(now: datetime) -> Callable[..., None]:
    """A person shows a level, and it is settled."""

    def shown(person: User, competency: Competency, level: int) -> None:
        evidence.record(
            learner=person,
            competency=competency,
            level=level,
            kind="assessment",
            source_kind="tests.source",
            source_id=uuid4(),
            source_title="An assessment",
            occurred_at=now,
            at=now,
        )
        evidence.settle(learner_id=person.pk, competency_id=competency.pk, at=now)

    return shown


@pytest.fixture
def crowd(cast: Cast) -> Callable[..., list[User]]:
    """So many section officers of an organisation."""

    def made(organisation: Organisation, count: int, **more: Any) -> list[User]:
        handle = organisation.slug + ("x" if more else "")
        return [cast.person(f"{handle}{number}", organisation, **more) for number in range(count)]

    return made


@pytest.fixture
def rebuilt(now: datetime) -> Callable[..., Any]:
    """Count everybody as of now."""

    def done(at: datetime | None = None) -> Any:
        return services.rebuild(at=at or now)

    return done
