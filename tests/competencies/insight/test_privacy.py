"""Nobody learns anything about one to four people: not from a cell, not by subtraction, not from a map below."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competencies.framework.models import Competency
from competencies.insight import queries
from competencies.insight.rules import FEWEST, keep_back, tells_of_few
from competencies.positions.models import Position, Requirement
from igot.accounts.models import User
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import subtree
from tests.cast import Cast


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=12))
def test_the_sum_less_what_is_shown_speaks_of_nobody_or_of_five(people: dict[int, int]) -> None:
    kept = keep_back(people)
    left = sum(people.values()) - sum(count for key, count in people.items() if key not in kept.cells)
    assert all(count == 0 or count >= FEWEST for key, count in people.items() if key not in kept.cells)
    assert kept.whole or left == 0 or left >= FEWEST
    assert kept.whole == (0 < sum(people.values()) < FEWEST)
    assert len(kept.cells) != 1 or kept.whole


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert keep_back({"a": 3, "b": 9, "c": 20}).cells == {"a", "b"}
    assert keep_back({"a": 1, "b": 2, "c": 20, "d": 30}).cells == {"a", "b", "c"}
    assert keep_back({"a": 4, "b": 4, "c": 20}).cells == {"a", "b"}
    assert keep_back({"a": 0, "b": 9}).cells == frozenset()


def fixed(groups: list[tuple[int, int, int]]) -> set[int]:
    """Which groups the sums fix: those whose own unit vector lies in what the equations span."""
    sums = sorted({node for one, other, _people in groups for node in (one, other)})
    rows = [[Fraction((one == node) - (other == node)) for one, other, _people in groups] for node in sums]
    reduced: list[tuple[int, list[Fraction]]] = []
    for equation in rows:
        row = equation
        for pivot, known in reduced:
            row = [a - row[pivot] * b for a, b in zip(row, known, strict=True)]
        pivot = next((number for number, value in enumerate(row) if value), None)
        if pivot is not None:
            row = [value / row[pivot] for value in row]
            reduced = [(old, [a - known[pivot] * b for a, b in zip(known, row, strict=True)]) for old, known in reduced]
            reduced.append((pivot, row))
    return {pivot for pivot, row in reduced if sum(map(bool, row)) == 1}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)).filter(lambda g: g[0] != g[1]), max_size=12
    )
)
def test_a_few_are_told_exactly_where_the_sums_have_one_solution(groups: list[tuple[int, int, int]]) -> None:
    assert tells_of_few(groups) == any(groups[number][2] < FEWEST for number in fixed(groups))


@pytest.fixture
def ministry(
    cast: Cast, dictionary: dict[str, Competency], crowd: Callable[..., list[User]], rebuilt: Callable[..., Any]
) -> Cast:
    """Eight in the department, six and three in two offices below it, all asked for one competency."""
    position = Position.objects.create(
        code="POS-7", name="SO", organisation=cast.pers, designation=cast.section_officer, status="approved"
    )
    Requirement.objects.create(position=position, competency=dictionary["FUN-001"], level=3, criticality=2)
    office = cast.organisation(cast.dopt, "OFF", "Office", "organisation")
    crowd(cast.dopt, 8)
    crowd(cast.istm, 6)
    crowd(office, 3)
    rebuilt()
    return cast


def shown(part: Any, top: Any, now: Any, by: str = "organisation") -> dict[str, int | None]:
    with subtree(top):
        row = queries.heat_map(part, top, day_in_india(now), by=by).rows[0]
    whole = {"": row.whole.people if row.whole else None}
    return whole | {cell.column.label: cell.numbers.people if cell.numbers else None for cell in row.cells}


def test_a_small_office_is_not_had_by_subtraction(ministry: Cast, now: Any) -> None:
    assert shown(ministry.dopt, ministry.dopt, now) == {
        "": 17,
        "Department of Personnel and Training": 8,
        "Institute of Secretariat Training and Management": None,
        "Office": None,
    }


def test_what_is_kept_back_above_is_kept_back_below(ministry: Cast, now: Any) -> None:
    istm = "Institute of Secretariat Training and Management"
    assert shown(ministry.istm, ministry.istm, now) == {"": 6, istm: 6}
    assert shown(ministry.istm, ministry.dopt, now) == {"": None, istm: None}
    with subtree(ministry.dopt):
        assert queries.wholes(ministry.istm, ministry.dopt, day_in_india(now)) == {}


def test_positions_are_not_crossed_with_organisations(ministry: Cast, now: Any) -> None:
    assert shown(ministry.dopt, ministry.dopt, now, "position") == {"": 17, "SO": 17}
    with subtree(ministry.dopt):
        assert queries.heat_map(ministry.istm, ministry.dopt, day_in_india(now), by="position").by == "organisation"


def test_positions_are_kept_back_where_next_to_the_offices_they_tell_a_few(
    ministry: Cast, dictionary: dict[str, Competency], rebuilt: Callable[..., Any], now: Any
) -> None:
    own = Position.objects.create(
        code="POS-8",
        name="Instructor",
        organisation=ministry.istm,
        designation=ministry.section_officer,
        status="approved",
    )
    Requirement.objects.create(position=own, competency=dictionary["FUN-001"], level=3, criticality=2)
    rebuilt()
    # Eleven officers less the eight of the department itself would be the three of the office.
    assert shown(ministry.dopt, ministry.dopt, now, "position") == {"": 17, "Instructor": None, "SO": None}
    assert shown(ministry.dopt, ministry.dopt, now)["Office"] is None


@pytest.mark.parametrize("name", ["gap_map", "gap_map_csv", "gap_trend", "gap_next", "finder", "finder_log"])
def test_a_stranger_gets_not_found(ministry: Cast, sign_in: Callable[[User], Client], name: str) -> None:
    browser = sign_in(ministry.stranger_admin)
    assert browser.get(reverse(name, args=["dopt"])).status_code == 404
    assert browser.get(reverse("gap_map", args=["mof"]), {"in": "dopt"}).status_code == 404


def test_a_leader_sees_numbers_and_no_names(
    ministry: Cast, dictionary: dict[str, Competency], sign_in: Callable[[User], Client]
) -> None:
    competency = dictionary["FUN-001"].public_id
    people = reverse("gap_people", args=["dopt", competency])
    assert sign_in(ministry.leader).get(people).status_code == 403
    assert sign_in(ministry.admin).get(people).status_code == 200
    page = sign_in(ministry.leader).get(reverse("gap_competency", args=["dopt", competency])).content.decode()
    assert "Office" in page and "Dopt0" not in page and "of 3 people" not in page


def test_the_demand_board_counts_no_ministry_below_five(
    ministry: Cast, crowd: Callable[..., list[User]], rebuilt: Callable[..., Any], sign_in: Callable[[User], Client]
) -> None:
    """Seventeen of one ministry lack it; four of another are not counted, and no ministry is named."""
    Position.objects.create(
        code="POS-8", name="SO", organisation=ministry.mof, designation=ministry.section_officer, status="approved"
    )
    Requirement.objects.create(
        position=Position.objects.get(code="POS-8"),
        competency=Competency.objects.get(code="FUN-001"),
        level=3,
        criticality=2,
    )
    crowd(ministry.mof, 4)
    rebuilt()
    page = sign_in(ministry.creator).get(reverse("demand"))
    assert [(row.people, row.ministries, row.level) for row in page.context["page"].object_list] == [(17, 1, 3)]
    assert b"Finance" not in page.content
    assert sign_in(ministry.learner).get(reverse("demand")).status_code == 404
