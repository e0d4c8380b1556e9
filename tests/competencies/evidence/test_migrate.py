"""Holdings carried along the crosswalk: previewed, done once, and undone with what they rest on."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from competencies.evidence import services
from competencies.evidence.models import Attainment, Evidence, HoldingMigration
from competencies.framework.models import CompetencyLink, LevelLink, Scale, ScaleLevel
from igot.kernel.errors import Conflict, Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def link(dictionary: dict, now: datetime) -> CompetencyLink:
    """From Noting (five levels) to Judgement, which stands on a scale of three here."""
    noting, judgement = dictionary["FUN-001"], dictionary["BEH-001"]
    three = Scale.objects.create(code="kcm-3", name="Three levels")
    levels = [ScaleLevel.objects.create(scale=three, number=number, name=str(number)) for number in (1, 2, 3)]
    judgement.scale = three
    judgement.save(update_fields=["scale"])
    for number, other in ((2, 0), (3, 1), (4, 1), (5, 2)):
        level = noting.scale.levels.get(number=number)
        LevelLink.objects.create(level=level, other=levels[other], relation="exact")
    return CompetencyLink.objects.create(competency=noting, other=judgement, relation="exact", added_at=now)


def shown(cast: Cast, competency, level: int, now: datetime, learner=None) -> Evidence:
    return services.record(
        learner=learner or cast.learner, competency=competency, level=level, kind="assessment", source_kind="x",
        source_id=uuid4(), source_title="An assessment", occurred_at=now, at=now,
    )  # fmt: skip


def levels_in(competency) -> list[int]:
    return list(Attainment.objects.filter(competency=competency).order_by("learner").values_list("level", flat=True))


@pytest.mark.parametrize(("relation", "level"), [("exact", 2), ("narrow", 2), ("broad", 1)])
def test_a_level_becomes_the_one_it_answers_to(
    cast: Cast, dictionary: dict, link: CompetencyLink, now: datetime, drain, relation: str, level: int
) -> None:
    CompetencyLink.objects.update(relation=relation)
    link.refresh_from_db()
    original = shown(cast, dictionary["FUN-001"], 4, now)
    shown(cast, dictionary["FUN-001"], 1, now)
    made = services.preview_migration(link=link, organisation=cast.goi, actor=cast.reviewer, at=now)
    assert not Evidence.objects.filter(competency=link.other).exists()
    assert [(row["from"], row["to"]) for row in made.report["levels"]] == [(1, None), (4, level)]
    services.order_migration(migration=made, actor=cast.reviewer, at=now)
    with pytest.raises(Conflict):
        services.order_migration(migration=made, actor=cast.reviewer, at=now)
    drain()
    assert levels_in(link.other) == [level] and levels_in(link.competency) == [4]
    carried = Evidence.objects.get(competency=link.other)
    assert (carried.kind, carried.occurred_at) == (original.kind, original.occurred_at)
    assert services.migrate_holdings(migration=str(made.public_id), at=now) == 0


def test_a_second_migration_finds_what_the_first_carried(
    cast: Cast, dictionary: dict, link: CompetencyLink, now: datetime, drain
) -> None:
    shown(cast, dictionary["FUN-001"], 4, now)
    for _number in range(2):
        made = services.preview_migration(link=link, organisation=cast.goi, actor=cast.reviewer, at=now)
        services.migrate_holdings(migration=str(made.public_id), at=now)
    assert Evidence.objects.filter(competency=link.other).count() == 1


def test_whatever_is_withdrawn_takes_what_was_made_of_it_along_and_nothing_else(
    cast: Cast, dictionary: dict, link: CompetencyLink, now: datetime, drain
) -> None:
    gone = shown(cast, dictionary["FUN-001"], 5, now)
    shown(cast, dictionary["FUN-001"], 4, now)
    made = services.preview_migration(link=link, organisation=cast.goi, actor=cast.reviewer, at=now)
    services.migrate_holdings(migration=str(made.public_id), at=now)
    drain()
    assert levels_in(link.other) == [3]
    services.withdraw(evidence=gone, reason="The attempt was corrected.", actor=cast.admin, at=now)
    drain()
    assert levels_in(link.other) == [2] and levels_in(link.competency) == [4]


def test_only_the_people_of_the_subtree_are_migrated(
    cast: Cast, dictionary: dict, link: CompetencyLink, now: datetime
) -> None:
    shown(cast, dictionary["FUN-001"], 4, now)
    shown(cast, dictionary["FUN-001"], 4, now, learner=cast.stranger)
    made = services.preview_migration(link=link, organisation=cast.dopt, actor=cast.reviewer, at=now)
    assert services.migrate_holdings(migration=str(made.public_id), at=now) == 1


def test_a_link_that_carries_nothing_is_refused(cast: Cast, link: CompetencyLink, now: datetime) -> None:
    LevelLink.objects.all().delete()
    with pytest.raises(Refused):
        services.preview_migration(link=link, organisation=cast.goi, actor=cast.reviewer, at=now)


def test_a_reviewer_sees_the_preview_and_orders_it_on_the_pages(
    cast: Cast, dictionary: dict, link: CompetencyLink, now: datetime, drain, sign_in
) -> None:
    shown(cast, dictionary["FUN-001"], 4, now)
    client = sign_in(cast.reviewer)
    page = reverse("migrations", args=["goi"])
    assert client.post(page, {"link": ""}).status_code == 422
    preview = client.post(page, {"link": str(link.public_id)}).url
    assert "1 person has evidence" in client.get(preview).content.decode()
    assert client.post(preview).status_code == 302
    drain()
    assert HoldingMigration.objects.get().state == "done"
    assert "1 piece of evidence was new" in client.get(preview).content.decode()
