"""A competency is replaced by one on another scale: the crosswalk of the two scales says what becomes of its levels."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from competencies.evidence import services
from competencies.evidence.models import Attainment, Evidence
from competencies.evidence.queries.holdings import passbook
from competencies.framework.crosswalk import queries as crosswalk
from competencies.framework.crosswalk.services import add_scale, set_answers
from competencies.framework.models import Competency
from competencies.framework.queries import competency as read
from competencies.framework.services import retire_item
from competencies.positions.models import Requirement
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")

# Five levels on three, the lowest answering to none.
ANSWERS = {2: (1, "narrow"), 3: (2, "exact"), 4: (2, "narrow"), 5: (3, "exact")}


@pytest.fixture
def say(cast: Cast, now: datetime) -> Callable[..., int]:
    """Say which levels of the one scale answer to which of the other."""

    def said(answers: dict[int, tuple[int, str]] = ANSWERS) -> int:
        five, three = crosswalk.scale("frac-5"), crosswalk.scale("kcm-3")
        by = {"organisation": cast.goi, "actor": cast.reviewer, "at": now}
        return set_answers(scale=five, other=three, answers=answers, **by)

    return said


@pytest.fixture
def successor(dictionary: dict[str, Competency], cast: Cast, now: datetime) -> Competency:
    """Judgement, measured on another scale than Noting."""
    by = {"organisation": cast.goi, "actor": cast.reviewer, "at": now}
    three = add_scale(code="kcm-3", name="Three", levels=[{"name": name} for name in ("Low", "Middle", "High")], **by)
    Competency.objects.filter(code="BEH-001").update(scale=three)
    return Competency.objects.get(code="BEH-001")


@pytest.fixture
def replaced(dictionary: dict[str, Competency], cast: Cast, now: datetime) -> Callable[[Competency], Competency]:
    def by(successor: Competency) -> Competency:
        noting = dictionary["FUN-001"]
        moved = retire_item(
            kind="competency", item=noting, replaced_by=successor, reason="One model", actor=cast.reviewer, at=now
        )
        noting.refresh_from_db()
        noting.moved = moved  # type: ignore[attr-defined]
        return noting

    return by


def shown(cast: Cast, competency: Competency, level: int, now: datetime, *, kind: str = "assessment") -> Any:
    return services.record(
        learner=cast.learner, competency=competency, level=level, kind=kind, source_kind="tests.source",
        source_id=uuid4(), source_title="A paper", occurred_at=now, at=now,
    )  # fmt: skip


def asked(competency: Competency) -> list[int]:
    return sorted(Requirement.objects.filter(competency=competency).values_list("level", flat=True))


def test_requirements_and_what_people_hold_follow_by_the_levels_of_the_crosswalk(
    position: None, cast: Cast, dictionary: dict, successor: Competency, replaced: Any, say: Any, drain: Any, now: Any
) -> None:
    say()
    noting = dictionary["FUN-001"]
    Requirement.objects.filter(competency=successor).delete()
    assert asked(noting) == [2, 3]
    shown(cast, noting, 4, now)
    shown(cast, noting, 1, now)
    noting = replaced(successor)
    drain()
    assert noting.moved["positions.requirements"] == 2
    assert (asked(noting), asked(successor)) == ([], [1, 2])
    assert Attainment.objects.get(learner=cast.learner, competency=successor).level == 2
    later = shown(cast, noting, 5, now)
    assert (later.competency, later.level) == (successor, 3)
    below = shown(cast, noting, 1, now)
    assert (below.competency, below.level) == (noting, 1)


def test_a_crosswalk_lifts_nobody_above_what_their_evidence_supported(
    cast: Cast, dictionary: dict, successor: Competency, replaced: Any, say: Any, drain: Any, now: datetime
) -> None:
    """A completed course that teaches level 5 supports level 2 of five, which is level 1 of three."""
    say()
    shown(cast, dictionary["FUN-001"], 5, now, kind="course")
    noting = replaced(successor)
    drain()
    assert Attainment.objects.get(learner=cast.learner, competency=successor).level == 1
    carried = next(held for held in passbook(cast.learner) if held.competency == successor).pieces[0].carried_from
    assert carried is not None and (carried.competency, carried.level) == (noting, 5)
    assert shown(cast, noting, 5, now, kind="course").level == 1


def test_without_a_crosswalk_nothing_follows_until_the_commission_has_said_what_answers_to_what(
    position: None, cast: Cast, dictionary: dict, successor: Competency, replaced: Any, say: Any, drain: Any, now: Any
) -> None:
    Requirement.objects.filter(competency=successor).delete()
    shown(cast, dictionary["FUN-001"], 3, now)
    noting = replaced(successor)
    drain()
    assert (noting.moved, asked(noting), asked(successor)) == ({}, [2, 3], [])
    assert not Evidence.objects.filter(competency=successor).exists()
    assert say() == 2
    drain()
    assert (asked(noting), asked(successor)) == ([], [1, 2])
    assert Attainment.objects.get(learner=cast.learner, competency=successor).level == 2
    assert say() == 0


def test_a_level_that_answers_to_none_keeps_its_requirement(
    position: None, cast: Cast, dictionary: dict, successor: Competency, replaced: Any, say: Any
) -> None:
    say({3: (2, "exact"), 4: (2, "exact"), 5: (3, "exact")})
    Requirement.objects.filter(competency=successor).delete()
    noting = replaced(successor)
    assert (asked(noting), asked(successor)) == ([2], [2])


def test_the_pages_say_how_levels_count_or_that_a_crosswalk_is_needed_and_who_makes_it(
    dictionary: dict, successor: Competency, replaced: Any, say: Any, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    noting = replaced(successor)
    learner, page = sign_in(cast.learner), f"/competencies/{noting.public_id}/"
    assert "reviewer of the Capacity Building Commission" in learner.get(page).content.decode()
    say()
    text = learner.get(page).content.decode()
    assert "2. Middle" in text and "stays with what goes out of force" in text
    assert "Stands in the place of" in learner.get(f"/competencies/{successor.public_id}/").content.decode()
    assert read(noting.public_id).replaced_by == successor
