"""A course that builds what is no longer in force counts for what took its place; its own words stay."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from competencies.evidence import offers
from competencies.framework.models import Competency, LevelLink, Scale
from competencies.framework.services import retire_item
from courses.authoring.models import Course, Release
from courses.catalogue import queries
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def successor(competency: Competency) -> Competency:
    values: dict[str, Any] = {"kind": competency.kind, "definition": "The same.", "scale": competency.scale}
    return Competency.objects.create(
        code=f"NEW-{uuid4().hex[:6]}",
        name="Drafting anew",
        organisation=competency.organisation,
        status="approved",
        **values,
    )


@pytest.fixture
def course(
    make_draft: Callable[..., Release], publish: Callable[[Release], Course], drain: Callable[[], int]
) -> Course:
    course = publish(make_draft())
    drain()
    return course


def test_an_offer_follows_the_competency_that_was_replaced(
    cast: Cast, course: Course, competency: Competency, successor: Competency, now: datetime
) -> None:
    assert course.current is not None
    tag = course.current.tags.get()
    wanted = {successor.pk: (0, tag.level)}
    assert offers.offers_for(cast.learner, wanted) == {}
    before = {level: number for (key, level), number in offers.supply().items() if key == competency.pk}
    retire_item(
        kind="competency", item=competency, replaced_by=successor, reason="Covered there", actor=cast.reviewer, at=now
    )
    found = offers.offers_for(cast.learner, wanted)[successor.pk]
    assert [offer.url for offer in found] == [reverse("course", args=[course.slug])]
    assert offers.offers_in(cast.dopt, wanted)[successor.pk][0].reference == str(course.public_id)
    supply = offers.supply()
    assert {level: number for (key, level), number in supply.items() if key == successor.pk} == before
    assert not [key for key, _level in supply if key == competency.pk]
    for sought in (successor, competency):
        filters = queries.Filters(competency=sought.public_id)
        assert list(queries.search(cast.learner, "", filters)) == [course]
        assert [line.pk for line in queries.lines(cast.dopt) if line.passes(filters)] == [course.pk]
    tag.refresh_from_db()
    assert tag.competency == competency


def test_between_two_scales_nothing_follows_before_the_crosswalk_says_which_level_is_which(
    cast: Cast, course: Course, competency: Competency, successor: Competency, now: datetime
) -> None:
    successor.scale = Scale.objects.create(code="kcm-3", name="KCM three levels")
    successor.save(update_fields=["scale"])
    retire_item(
        kind="competency", item=competency, replaced_by=successor, reason="Other levels", actor=cast.reviewer, at=now
    )
    wanted = {successor.pk: (0, 2)}
    assert offers.offers_for(cast.learner, wanted) == {}
    assert course.current is not None
    reach = next(level for key, level in offers.supply() if key == competency.pk)
    levels = [successor.scale.levels.create(number=number, name=str(number)) for number in (1, 2, 3)]
    LevelLink.objects.create(level=competency.scale.levels.get(number=reach), other=levels[0], relation="exact")
    offer = offers.offers_for(cast.learner, wanted)[successor.pk][0]
    assert (offer.level, offer.closes) == (1, False)
    assert f"level {reach} counts as level 1 here" in str(offer.why)
    assert (successor.pk, 1) in offers.supply()
    assert list(queries.search(cast.learner, "", queries.Filters(competency=successor.public_id))) == [course]
