"""What is asked of a person follows the work: per posting, per subtree, per day."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.framework.models import Competency
from competencies.positions import queries
from competencies.positions.models import Position, PositionRole, Requirement, WorkRole
from igot.accounts.services import post_person
from tests.cast import Cast

ON = date(2026, 11, 21)


def levels(asked: list[queries.Asked]) -> dict[str, int]:
    return {line.competency.code: line.level for line in asked}


@pytest.mark.usefixtures("position")
def test_two_postings_give_two_requirement_sets(cast: Cast, dictionary: dict[str, Competency], now: datetime) -> None:
    second = Position.objects.create(
        code="POS-9", name="Desk", organisation=cast.mof, designation=cast.assistant, status="approved"
    )
    Requirement.objects.create(position=second, competency=dictionary["FUN-001"], level=5)
    post_person(
        user=cast.learner,
        organisation=cast.exp,
        designation=cast.assistant,
        kind="additional",
        starts_on=ON - timedelta(days=3),
        ends_on=ON,
        actor=None,
        at=now,
    )
    asked = queries.asked_of(cast.learner, ON)
    by_post = [(line.held.position.code, line.competency.code, line.level) for line in asked]
    assert by_post == [("POS-1", "FUN-001", 3), ("POS-1", "BEH-001", 2), ("POS-9", "FUN-001", 5)]
    assert {line.held.position.code for line in queries.asked_of(cast.learner, ON + timedelta(days=1))} == {"POS-1"}


@pytest.mark.usefixtures("position")
def test_what_an_organisation_adds_holds_below_it_only(cast: Cast, dictionary: dict[str, Competency]) -> None:
    position = Position.objects.get(code="POS-1")
    Requirement.objects.create(
        position=position, organisation=cast.istm, competency=dictionary["BEH-001"], level=4, criticality=3
    )
    extra = WorkRole.objects.create(code="ROLE-X", name="Trainer", status="approved")
    Requirement.objects.create(role=extra, competency=dictionary["FUN-001"], level=5)
    PositionRole.objects.create(position=position, role=extra, organisation=cast.istm)
    inside, above = cast.person("inside", cast.istm), cast.learner
    assert levels(queries.asked_of(inside, ON)) == {"FUN-001": 5, "BEH-001": 4}
    assert levels(queries.asked_of(above, ON)) == {"FUN-001": 3, "BEH-001": 2}
    assert levels(queries.asked_by(position, cast.istm, ON)) == {"FUN-001": 5, "BEH-001": 4}


@pytest.mark.usefixtures("position")
def test_a_requirement_holds_from_its_first_to_its_last_day(cast: Cast, dictionary: dict[str, Competency]) -> None:
    Requirement.objects.create(
        person=cast.learner2,
        competency=dictionary["BEH-001"],
        level=3,
        source="Order 1",
        starts_on=ON,
        ends_on=ON + timedelta(days=1),
    )
    found = [levels(queries.asked_of(cast.learner2, ON + timedelta(days=days))) for days in (-1, 0, 1, 2)]
    assert found == [{}, {"BEH-001": 3}, {"BEH-001": 3}, {}]
    assert queries.asked_of(cast.learner2, ON)[0].sources == [("Order 1", 3)]
    assert [row[0] for row in queries.personal(ON)] == [cast.learner2.pk]
    assert not list(queries.personal(ON - timedelta(days=1)))


@pytest.mark.usefixtures("position")
def test_everybody_at_once_says_the_same_as_one_by_one(cast: Cast, dictionary: dict[str, Competency]) -> None:
    position = Position.objects.get(code="POS-1")
    Requirement.objects.create(position=position, organisation=cast.istm, competency=dictionary["BEH-001"], level=4)
    people = [cast.learner, cast.learner2, cast.person("inside", cast.istm), cast.stranger]
    with CaptureQueriesContext(connection) as captured:
        sets = queries.requirement_sets(ON)
    assert len(captured) == 6
    for person in people:
        found, required = sets[person.organisation_id, person.designation_id]
        held = queries.positions_of(person, ON)[0].position
        assert found == (held.pk if held else None)
        one_by_one = {line.competency.pk: (line.level, line.criticality) for line in queries.asked_of(person, ON)}
        assert required == one_by_one


@pytest.mark.usefixtures("position")
def test_a_person_is_read_in_four_queries(cast: Cast) -> None:
    learner = cast.learner
    with CaptureQueriesContext(connection) as captured:
        queries.asked_of(learner, ON)
    assert len(captured) == 4
    with CaptureQueriesContext(connection) as captured:
        queries.asked_of(learner, ON)
    assert len(captured) == 2
