"""Courses offer themselves to those who lack what they teach."""

from datetime import datetime

import pytest

from competencies.evidence import offers
from competencies.framework.models import Competency
from courses.authoring import services
from courses.authoring.models import ReleaseCompetency
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
