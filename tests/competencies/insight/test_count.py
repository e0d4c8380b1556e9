"""Gaps are a recount of requirements and levels; a sweep and a rebuild give the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from competencies.framework.models import Competency
from competencies.insight import services
from competencies.insight.models import Gap, GapCount, StaleGaps
from competencies.positions.models import Position, Requirement
from igot.accounts import services as accounts
from igot.accounts.models import User
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position", "scope_everywhere")
Show = Callable[[User, Competency, int], None]


def gaps() -> dict[tuple[str, str], tuple[int, int, int]]:
    rows = Gap.objects.values_list("person__email", "competency__code", "required", "attained", "missing")
    return {(email.split("@")[0], code): (asked, held, missing) for email, code, asked, held, missing in rows}


def cells() -> list[tuple[Any, ...]]:
    names = ("organisation__code", "competency__code", "people", "meeting", "required", "attained", "missing", "weight")
    return sorted(GapCount.objects.values_list(*names))


def test_a_rebuild_compares_what_the_work_asks_with_what_is_held(
    cast: Cast, dictionary: dict[str, Competency], show: Show, rebuilt: Callable[..., Any]
) -> None:
    show(cast.learner, dictionary["FUN-001"], 2)
    done = rebuilt()
    assert gaps() == {("learner", "FUN-001"): (3, 2, 1), ("learner", "BEH-001"): (2, 0, 2)}
    assert cells() == [("DOPT", "BEH-001", 1, 0, 2, 0, 2, 2), ("DOPT", "FUN-001", 1, 0, 3, 2, 1, 3)]
    assert (done.gaps, done.cells) == (2, 2)


def test_what_is_held_above_what_is_asked_fills_no_other_gap(
    cast: Cast, dictionary: dict[str, Competency], show: Show, rebuilt: Callable[..., Any]
) -> None:
    show(cast.learner, dictionary["BEH-001"], 5)
    rebuilt()
    assert gaps()["learner", "BEH-001"] == (2, 5, 0)
    assert ("DOPT", "BEH-001", 1, 1, 2, 2, 0, 0) in cells()


def test_a_settled_level_counts_the_person_and_the_cell_at_once(
    cast: Cast,
    dictionary: dict[str, Competency],
    show: Show,
    rebuilt: Callable[..., Any],
    drain: Callable[[], int],
) -> None:
    assert cast.learner
    drain()
    rebuilt()
    show(cast.learner, dictionary["FUN-001"], 3)
    drain()
    assert gaps()["learner", "FUN-001"] == (3, 3, 0)
    assert ("DOPT", "FUN-001", 1, 1, 3, 3, 0, 0) in cells()
    assert not StaleGaps.objects.exists()


def test_levels_that_are_settled_together_are_counted_together_and_as_a_rebuild_counts(
    cast: Cast,
    crowd: Callable[..., list[User]],
    dictionary: dict[str, Competency],
    show: Show,
    rebuilt: Callable[..., Any],
    drain: Callable[[], int],
    now: datetime,
) -> None:
    people = crowd(cast.dopt, 4)
    drain()
    rebuilt()
    for person in people[:3]:
        show(person, dictionary["FUN-001"], 3)
        show(person, dictionary["BEH-001"], 1)
    settled = [(str(one.public_id), str(what.public_id)) for one in people[:3] for what in dictionary.values()]
    assert services.recount_levels(settled=[*settled, *settled], at=now) == 6
    assert services.recount_levels(settled=settled, at=now) == 0
    counted = gaps(), cells()
    rebuilt()
    assert counted == (gaps(), cells())


def test_a_sweep_ends_where_a_rebuild_ends(
    cast: Cast, crowd: Callable[..., list[User]], now: datetime, drain: Callable[[], int], rebuilt: Callable[..., Any]
) -> None:
    people = crowd(cast.dopt, 3)
    drain()
    while services.sweep(at=now, most=2):
        pass
    accounts.transfer(
        user=people[0],
        organisation=cast.mof,
        designation=cast.section_officer,
        starts_on=now.date(),
        actor=None,
        at=now,
    )
    accounts.deactivate(user=people[1], actor=None, at=now)
    drain()
    services.sweep(at=now)
    swept = gaps(), cells()
    rebuilt()
    assert (gaps(), cells()) == swept
    assert {name for name, _code in swept[0]} == {"dopt2"}


def test_a_changed_requirement_reaches_its_holders_by_the_mark(
    cast: Cast, now: datetime, rebuilt: Callable[..., Any]
) -> None:
    assert cast.learner and cast.learner2
    rebuilt()
    position = Position.objects.get(code="POS-1")
    Requirement.objects.filter(role__code="ROLE-1", competency__code="FUN-001").update(level=5)
    assert services.mark_those_asked(kind="position", item=str(position.public_id), at=now) == 1
    assert services.sweep(at=now) == 1
    assert gaps()["learner", "FUN-001"] == (5, 0, 5)


def test_two_posts_ask_twice_and_count_once(
    cast: Cast, dictionary: dict[str, Competency], now: datetime, rebuilt: Callable[..., Any]
) -> None:
    other = Position.objects.create(
        code="POS-9", name="ASO", organisation=cast.mof, designation=cast.assistant, status="approved"
    )
    Requirement.objects.create(position=other, competency=dictionary["FUN-001"], level=5, criticality=1)
    accounts.post_person(
        user=cast.learner,
        organisation=cast.mof,
        designation=cast.assistant,
        kind="additional",
        starts_on=now.date(),
        actor=None,
        at=now,
    )
    rebuilt()
    rows = Gap.objects.filter(person=cast.learner, competency__code="FUN-001").order_by("required")
    assert [(row.organisation.code, row.required, row.leads) for row in rows] == [
        ("DOPT", 3, False),
        ("MOF", 5, True),
    ]
    counted = GapCount.objects.filter(competency__code="FUN-001")
    assert [(row.organisation.code, row.people) for row in counted] == [("MOF", 1)]


def test_a_new_day_is_counted_whole_and_old_days_are_thinned(cast: Cast, now: datetime) -> None:
    assert cast.learner
    for days in (0, 9, 70):
        assert services.count_new_day(at=now + timedelta(days=days)) is not None
    assert services.count_new_day(at=now + timedelta(days=70)) is None
    kept = set(GapCount.objects.values_list("day", flat=True))
    # 21 November has been let go after sixty days; 30 November, the end of its month, has not.
    assert {f"{day:%d.%m}" for day in kept} == {"30.11", "30.01"}


def test_the_command_says_what_it_counted(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert cast.learner
    call_command("rebuild_gaps")
    assert capsys.readouterr().out.startswith("2 gaps and 2 cells counted in ")
