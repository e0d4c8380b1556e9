"""Courses offer themselves to those who lack what they teach."""

from datetime import datetime

import pytest

from competencies.evidence import offers
from competencies.framework.models import Competency, LevelLink, ScaleLevel
from courses.authoring import services
from courses.authoring.models import ReleaseCompetency
from courses.catalogue.kinds import mark
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


@pytest.fixture
def on_offer(make_draft, publish) -> None:
    """One course that examines, one that does not, and one of which nobody else is told."""
    with everywhere():
        for title, examines, level in (("Examined", True, 4), ("Read", False, 4)):
            draft = make_draft(title=title, assessment=examines)
            ReleaseCompetency.objects.filter(release=draft).update(level=level)
            publish(draft)


def test_a_course_is_offered_up_to_the_level_it_is_evidence_of(
    cast: Cast, competency: Competency, on_offer: None
) -> None:
    found = offers.offers_for(cast.learner, {competency.pk: (1, 3)})[competency.pk]
    assert [(offer.title, offer.kind, offer.level, offer.closes) for offer in found] == [
        ("Examined", "assessment", 4, True),
        ("Read", "course", 2, False),
    ]
    assert "without an assessment" in str(found[1].why)
    assert [offer.title for offer in offers.offers_for(cast.learner, {competency.pk: (2, 3)})[competency.pk]] == [
        "Examined"
    ]


def test_the_supply_counts_what_is_open_to_an_organisation(
    cast: Cast, competency: Competency, on_offer: None, now: datetime
) -> None:
    assert offers.supply() == {(competency.pk, 4): 1, (competency.pk, 2): 1}
    assert offers.supply(cast.dopt) == offers.supply()
    for course in {tag.release.course for tag in ReleaseCompetency.objects.select_related("release__course")}:
        services.set_visibility(course=course, visibility="subtree", actor=cast.publisher, at=now)
    assert offers.supply(cast.mof) == {}
    assert offers.offers_for(cast.stranger, {competency.pk: (0, 3)}).get(competency.pk, []) == []


def test_what_is_kept_of_offers_is_what_the_catalogue_and_the_crosswalk_say_now(
    cast: Cast, competency: Competency, on_offer: None, make_draft, publish, now: datetime
) -> None:
    def told() -> tuple[list[str], int]:
        found = offers.offers_in(cast.dopt, {competency.pk: (0, 3)}, most=5).get(competency.pk, [])
        assert found == offers.offers_for(cast.learner, {competency.pk: (0, 3)}).get(competency.pk, [])
        return sorted(offer.title for offer in found), sum(offers.supply(cast.dopt).values())

    with everywhere():
        assert told() == told() == (["Examined", "Read"], 2)
        another = publish(make_draft(title="Another"))
        assert told() == (["Another", "Examined", "Read"], 3)
        services.retire_course(course=another, actor=cast.publisher, at=now)
        assert told() == (["Examined", "Read"], 2)
        before = mark(cast.dopt)
        assert before == mark(cast.dopt) != mark(None)
        own, other = ScaleLevel.objects.order_by("pk")[:2]
        LevelLink.objects.create(level=own, other=other, relation="exact")
        assert mark(cast.dopt) != before
