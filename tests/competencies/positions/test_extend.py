"""An organisation adds to a position: never lower, never elsewhere, never without a trace."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from competencies.framework.models import Competency
from competencies.positions import queries, services
from competencies.positions.facts import RequirementsChanged
from competencies.positions.models import Position, PositionRole, Requirement, WorkRole
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position")
Ask = Callable[..., Requirement]


@pytest.fixture
def ask(cast: Cast, dictionary: dict[str, Competency], now: datetime) -> Ask:
    def asked(code: str = "BEH-001", level: int = 4, **more: Any) -> Requirement:
        values = {"organisation": cast.istm, "at": now, **more}
        position = Position.objects.get(code="POS-1")
        return services.require(position=position, competency=dictionary[code], level=level, actor=cast.admin, **values)

    return asked


def levels(cast: Cast, now: datetime) -> dict[str, int]:
    asked = queries.asked_by(Position.objects.get(code="POS-1"), cast.istm, now.date())
    return {line.competency.code: line.level for line in asked}


def test_what_is_inherited_is_raised_and_can_be_had_back(ask: Ask, cast: Cast, now: datetime) -> None:
    ask(level=4)
    assert levels(cast, now) == {"FUN-001": 3, "BEH-001": 4}
    later = now + timedelta(days=10)
    added = ask(level=3, at=later)
    assert [levels(cast, day)["BEH-001"] for day in (now, later)] == [4, 3]
    services.end_requirement(requirement=added, organisation=cast.istm, actor=cast.admin, at=later)
    assert [levels(cast, day)["BEH-001"] for day in (now, later)] == [4, 2]
    facts = FactRow.objects.filter(kind=RequirementsChanged.kind)
    assert facts.count() == 3
    assert {row.payload["organisation"] for row in facts} == {str(cast.istm.public_id)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": 1}, "level"),
        ({"level": 2, "criticality": 1}, "level"),
        ({"level": 6}, "level"),
        ({"level": 0}, "level"),
        ({"criticality": 7}, "criticality"),
        ({"ends_on": date(2026, 11, 20)}, "ends_on"),
    ],
)
def test_it_is_refused_by_name_of_the_field(ask: Ask, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(**wrong)
    assert list(refusal.value.fields) == [field]
    assert not Requirement.objects.exclude(organisation=None).exists()


def test_nobody_adds_to_a_position_that_does_not_hold_with_them(ask: Ask, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        ask(organisation=cast.mof)
    inherited = Requirement.objects.get(role__code="ROLE-1", competency__code="BEH-001")
    with pytest.raises(Refused):
        services.end_requirement(requirement=inherited, organisation=cast.istm, actor=cast.admin, at=now)
    link = PositionRole.objects.filter(position__code="POS-1").first()
    assert link is not None
    with pytest.raises(Refused):
        services.remove_role(link=link, organisation=cast.istm, actor=cast.admin, at=now)


def test_a_role_is_added_once_and_taken_away_by_who_added_it(cast: Cast, now: datetime) -> None:
    position = Position.objects.get(code="POS-1")
    extra = WorkRole.objects.create(code="ROLE-X", name="Trainer", status="approved")
    own = {"organisation": cast.istm, "actor": cast.admin, "at": now}
    link = services.add_role(position=position, role=extra, **own)
    with pytest.raises(Refused):
        services.add_role(position=position, role=extra, **own)
    assert [found.role.code for found in queries.roles_of(position, cast.dopt)] == ["ROLE-1", "ROLE-2"]
    services.remove_role(link=link, **own)
    assert queries.roles_of(position, cast.istm).count() == 2


def test_designations_without_a_position_are_counted_and_described(cast: Cast, now: datetime) -> None:
    people = [cast.learner, cast.learner2, cast.person("inside", cast.istm)]
    serving = queries.serving(cast.dopt, now.date())
    assert list(serving.by_position.values()) == [2]
    assert serving.undescribed == [(cast.assistant, 1)]
    made = services.add_position(designation=cast.assistant, organisation=cast.dopt, actor=people[0], at=now)
    assert str(made) == "Assistant Section Officer"
    assert queries.serving(cast.dopt, now.date()).undescribed == []
    with pytest.raises(Refused):
        services.add_position(designation=cast.assistant, organisation=cast.dopt, actor=people[0], at=now)
