"""Work orders: composed from positions, checked, compared, put in force once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from competencies.framework.models import Competency
from competencies.framework.queries.proposals import resting_on
from competencies.framework.services import merge_items
from competencies.positions import queries, services
from competencies.positions.models import Requirement, WorkOrder, WorkOrderFile
from igot.kernel.errors import Conflict, Refused
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position", "scope_everywhere")
ON = date(2026, 12, 1)


@pytest.fixture
def compose(cast: Cast, now: datetime) -> Callable[..., WorkOrder]:
    def composed(number: str = "A-1/2026", effective_on: date = ON, **more: object) -> WorkOrder:
        order = services.create_order(
            organisation=cast.dopt,
            unit="Training Division",
            number=number,
            title="Who does what",
            effective_on=effective_on,
            actor=cast.leader,
            at=now,
            **more,  # type: ignore[arg-type]
        )
        if not more:
            services.add_people(order=order, people=[cast.learner, cast.learner2], actor=cast.leader)
        return order

    return composed


def asked(cast: Cast, on: date) -> dict[str, int]:
    return {line.competency.code: line.level for line in queries.asked_of(cast.learner, on) if line.held is None}


def test_a_place_begins_with_what_the_position_does_and_asks_for(compose: Callable[..., WorkOrder]) -> None:
    first, second = queries.entries(compose())
    assert [row["activity"] for row in first["activities"]] == ["ROLE-1-A1"]
    assert {row["code"]: row["level"] for row in first["competencies"]} == {"FUN-001": 3, "BEH-001": 2}
    assert second["position"] is None
    assert second["activities"] == second["competencies"] == []


def test_a_draft_names_what_took_the_place_of_a_competency(
    compose: Callable[..., WorkOrder], cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    order = compose()
    noting, judgement = dictionary["FUN-001"], dictionary["BEH-001"]
    (row,) = [row for row in resting_on("competency", noting) if row.name == "positions.drafts"]
    assert (row.count, row.people) == (1, 1)
    merge_items(kind="competency", item=noting, into=judgement, reason="One thing", actor=cast.reviewer, at=now)
    assert [(row["code"], row["level"]) for row in queries.entries(order)[0]["competencies"]] == [("BEH-001", 3)]
    assert not [found for found in queries.findings(order) if "not in force" in found.text]


def test_what_stops_an_order_and_what_is_doubtful_are_told_apart(
    compose: Callable[..., WorkOrder], cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    order = compose()
    place = queries.allocations_of(order).get(person=cast.learner2)
    services.write_allocation(
        allocation=place,
        activities=[services.Doing(statement="Looks after the garden")],
        competencies=[services.Asking(dictionary["BEH-001"], 5)],
        actor=cast.leader,
    )
    found = queries.findings(order)
    assert not [finding for finding in found if finding.stops]
    assert sorted(finding.text.split("“")[0].strip() for finding in found) == [
        "",
        "has no position: nothing could be filled in.",
        "only this order asks for",
    ]
    cast.learner2.organisation = cast.exp
    cast.learner2.save(update_fields=["organisation"])
    assert [finding.place.person for finding in queries.findings(order) if finding.stops] == [cast.learner2]
    with pytest.raises(Refused, match="does not serve"):
        services.publish_order(order=order, actor=cast.leader, at=now)
    empty = compose("A-0", copy_previous=True)
    assert [finding.stops for finding in queries.findings(empty)] == [True]


def test_publication_asks_its_people_from_the_day_on_and_replaces_the_order_before(
    compose: Callable[..., WorkOrder], cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    first = services.publish_order(order=compose(), actor=cast.leader, at=now)
    assert asked(cast, ON - timedelta(days=1)) == {}
    assert asked(cast, ON) == {"FUN-001": 3, "BEH-001": 2}
    later = ON + timedelta(days=30)
    second = compose("A-2/2026", later, copy_previous=True)
    assert {change.kind for change in queries.changes(second)} == {"same"}
    place = queries.allocations_of(second).get(person=cast.learner)
    services.write_allocation(
        allocation=place, activities=[], competencies=[services.Asking(dictionary["FUN-001"], 4)], actor=cast.leader
    )
    services.remove_person(allocation=queries.allocations_of(second).get(person=cast.learner2), actor=cast.leader)
    left, changed = queries.changes(second)
    assert (left.kind, left.person) == ("left", str(cast.learner2.public_id))
    assert [line["en"] for line in changed.added] == ["Noting and Drafting (4)"]
    assert [line["en"] for line in changed.gone] == [
        "Writes a note",
        "Noting and Drafting (3)",
        "Judgement (2)",
    ]
    services.publish_order(order=second, actor=cast.leader, at=now)
    first.refresh_from_db()
    assert first.state == "archived"
    assert [asked(cast, day) for day in (later - timedelta(days=1), later)] == [
        {"FUN-001": 3, "BEH-001": 2},
        {"FUN-001": 4},
    ]
    assert queries.persons_touched(second.public_id) == {cast.learner.pk, cast.learner2.pk}


def test_a_published_order_does_not_change(compose: Callable[..., WorkOrder], cast: Cast, now: datetime) -> None:
    order = compose()
    stale = WorkOrder.objects.get(pk=order.pk)
    place = queries.allocations_of(order).first()
    services.publish_order(order=order, actor=cast.leader, at=now)
    for attempt in (
        lambda: services.publish_order(order=stale, actor=cast.leader, at=now),
        lambda: services.add_people(order=stale, people=[cast.admin], actor=cast.leader),
        lambda: services.write_allocation(allocation=place, activities=[], competencies=[], actor=cast.leader),
        lambda: services.discard_order(order=stale, actor=cast.leader),
    ):
        with pytest.raises(Conflict):
            attempt()
    said = queries.entries(WorkOrder.objects.get(pk=order.pk))
    cast.learner.name = "Renamed Later"
    cast.learner.save(update_fields=["name"])
    assert queries.entries(WorkOrder.objects.get(pk=order.pk)) == said


def test_two_drafts_for_one_unit_cannot_both_follow_the_same_order(
    compose: Callable[..., WorkOrder], cast: Cast, now: datetime
) -> None:
    one, other = compose(), compose("A-2/2026", ON + timedelta(days=1))
    services.publish_order(order=one, actor=cast.leader, at=now)
    with pytest.raises(Conflict, match="Another order came into force"):
        services.publish_order(order=other, actor=cast.leader, at=now)
    other = services.change_order(
        order=other, unit=other.unit, number=other.number, title=other.title, effective_on=ON, actor=cast.leader
    )
    with pytest.raises(Refused, match="must take effect after"):
        services.publish_order(order=other, actor=cast.leader, at=now)


def test_an_archived_order_asks_nothing_from_the_next_day_on(
    compose: Callable[..., WorkOrder], cast: Cast, now: datetime
) -> None:
    order = services.publish_order(order=compose(effective_on=now.date()), actor=cast.leader, at=now)
    services.archive_order(order=order, actor=cast.leader, at=now)
    assert asked(cast, now.date())
    assert asked(cast, now.date() + timedelta(days=1)) == {}
    with pytest.raises(Conflict):
        services.archive_order(order=order, actor=cast.leader, at=now)
    assert not Requirement.objects.filter(order=order, ends_on=None).exists()


def test_it_is_drawn_in_both_languages_and_its_people_are_told(
    compose: Callable[..., WorkOrder], cast: Cast, now: datetime, drain: Callable[[], int]
) -> None:
    order = services.publish_order(order=compose(), actor=cast.leader, at=now)
    drain()
    files = WorkOrderFile.objects.filter(order=order).order_by("language")
    assert [file.language for file in files] == ["en", "hi"]
    for file in files:
        with default_storage.open(file.pdf.name) as pdf:
            assert pdf.read(5) == b"%PDF-"
    told = Notice.objects.filter(kind="competencies.order_published")
    assert set(told.values_list("person", flat=True)) == {cast.learner.pk, cast.learner2.pk}
