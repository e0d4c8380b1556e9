"""Scales are data; levels and competencies of different frameworks answer to each other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from competencies.framework.crosswalk import queries, services
from competencies.framework.models import Competency, CompetencyLink, Relation, Scale
from igot.kernel.errors import Conflict, Refused
from tests.cast import Cast

THREE = [{"name": name} for name in ("Beginner", "Intermediate", "Advanced")]


@pytest.fixture
def by(cast: Cast, now: datetime) -> dict[str, Any]:
    return {"organisation": cast.goi, "actor": cast.reviewer, "at": now}


@pytest.fixture
def scales(dictionary: dict[str, Competency], by: dict[str, Any]) -> tuple[Scale, Scale]:
    """FRAC's five levels and another three, with a crosswalk from five to three."""
    services.add_scale(code="kcm-3", name="KCM", levels=THREE, **by)
    five, three = queries.scale("frac-5"), queries.scale("kcm-3")
    answers = {1: (1, "exact"), 2: (2, "exact"), 3: (2, "narrow"), 4: (3, "exact"), 5: (3, "narrow")}
    services.set_answers(scale=five, other=three, answers=answers, **by)
    return five, three


@pytest.mark.parametrize(
    ("levels", "code", "field"),
    [
        ([{"name": "One"}], "one", "levels"),
        ([{"name": "Same"}, {"name": "same"}], "two", "levels"),
        (THREE, "frac-5", "code"),
        ([{"name": str(number)} for number in range(11)], "many", "levels"),
    ],
)
def test_a_scale_that_is_none_is_refused_by_field(
    levels: list[dict[str, str]], code: str, field: str, dictionary: dict[str, Competency], by: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        services.add_scale(code=code, name="X", levels=levels, **by)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    ("answers", "field"),
    [({1: (4, "exact")}, "level_1"), ({9: (1, "exact")}, "level_9"), ({1: (2, "exact"), 2: (1, "exact")}, "level_2")],
)
def test_a_level_off_the_scale_or_out_of_order_is_refused_and_the_crosswalk_stays(
    answers: dict[int, tuple[int, str]], field: str, scales: tuple[Scale, Scale], by: dict[str, Any]
) -> None:
    before = queries.answers(*scales)
    with pytest.raises(Refused) as refused:
        services.set_answers(scale=scales[0], other=scales[1], answers=answers, **by)
    assert field in refused.value.fields
    assert queries.answers(*scales) == before


@pytest.mark.parametrize(
    ("relation", "level", "carried"),
    [("exact", 3, 2), ("narrow", 5, 3), ("broad", 5, 2), ("broad", 1, 0), ("related", 5, 0)],
)
def test_what_is_held_counts_for_the_other_by_the_crosswalk(
    relation: str,
    level: int,
    carried: int,
    dictionary: dict[str, Competency],
    scales: tuple[Scale, Scale],
    by: dict[str, Any],
) -> None:
    other = dictionary["BEH-001"]
    Competency.objects.filter(pk=other.pk).update(scale=scales[1])
    other.refresh_from_db()
    link = services.link_competencies(competency=dictionary["FUN-001"], other=other, relation=relation, **by)
    assert queries.carried(level, link) == carried


def test_two_competencies_are_linked_once_and_never_to_themselves(
    dictionary: dict[str, Competency], by: dict[str, Any]
) -> None:
    noting, judgement = dictionary["FUN-001"], dictionary["BEH-001"]
    services.link_competencies(competency=noting, other=judgement, relation=Relation.RELATED, **by)
    with pytest.raises(Conflict):
        services.link_competencies(competency=noting, other=judgement, relation=Relation.EXACT, **by)
    with pytest.raises(Refused):
        services.link_competencies(competency=noting, other=noting, relation=Relation.EXACT, **by)


def test_the_commission_makes_scales_and_links_on_pages_and_programs_read_them(
    cast: Cast, scales: tuple[Scale, Scale], sign_in: Callable[..., Client]
) -> None:
    root, browser = f"/o/{cast.goi.slug}/frac/", sign_in(cast.reviewer)
    wrong = browser.post(f"{root}crosswalk/", {"competency": "FUN-001", "other": "NO-1", "relation": "exact"})
    assert wrong.status_code == 422 and b'value="FUN-001"' in wrong.content
    browser.post(f"{root}crosswalk/", {"competency": "fun-001", "other": "BEH-001", "relation": "broad"})
    link = CompetencyLink.objects.get()
    assert browser.get("/api/v1/crosswalk/").json()["results"][0]["relation"] == "broad"
    browser.post(f"{root}crosswalk/{link.public_id}/remove/")
    assert not CompetencyLink.objects.exists()
    filled = {"code": "two-2", "name": "Two", "level_1": "Low", "level_2": "High", "gist_1": "Begins"}
    assert browser.post(f"{root}scales/new/", filled).status_code == 302
    mapped = {f"relation_{number}": "exact" for number in range(1, 6)} | {"level_5": "2"}
    assert browser.post(f"{root}scales/frac-5/two-2/", mapped).status_code == 302
    page = sign_in(cast.learner).get("/competencies/scales/").content.decode()
    assert "Begins" in page and "Two 2" in page
    levels = browser.get("/api/v1/scales/").json()["results"][0]["levels"]
    assert levels[4]["answers_to"][-1]["scale"] == "two-2"
