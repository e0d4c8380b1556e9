"""Taking an item out of force, and making two one."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from competencies.framework import queries, services
from competencies.framework.models import Alias, Competency, Scale
from competencies.framework.queries.duplicates import all_near, near
from competencies.framework.queries.proposals import resting_on
from competencies.positions.models import Requirement
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def twin(dictionary: dict[str, Competency]) -> Competency:
    """A competency that is Noting and Drafting under another name."""
    noting = dictionary["FUN-001"]
    made = Competency.objects.create(
        code="FUN-777",
        kind="functional",
        name="Noting & Drafting",
        definition="The same.",
        scale=noting.scale,
        organisation=noting.organisation,
        status="approved",
    )
    made.aliases.create(name="Note writing")
    return made


def test_names_that_are_alike_are_suggested_with_the_reason(dictionary: dict, twin: Competency) -> None:
    found = near("competency", twin)
    assert [pair.other.code for pair in found] == ["FUN-001"]
    assert found[0].percent >= 70 and "alike" in found[0].why
    assert [(pair.item.code, pair.other.code) for pair in all_near("competency")] == [("FUN-001", "FUN-777")]


def test_a_shared_spelling_is_suggested_too(dictionary: dict, twin: Competency) -> None:
    twin.aliases.create(name="Judgement")
    dictionary["BEH-001"].aliases.create(name="note WRITING")
    assert "BEH-001" in [pair.other.code for pair in near("competency", twin)]


def test_merging_repoints_requirements_and_spellings_and_leads_readers_on(
    position: None, dictionary: dict, twin: Competency, cast: Cast, now: datetime
) -> None:
    noting = dictionary["FUN-001"]
    asked = Requirement.objects.filter(competency=noting)
    before = sorted(asked.values_list("level", flat=True))
    assert sum(row.count for row in resting_on("competency", noting) if row.moves) >= len(before)
    services.merge_items(kind="competency", item=noting, into=twin, reason="One thing", actor=cast.reviewer, at=now)
    noting.refresh_from_db()
    assert (noting.status, noting.replaced_by) == ("retired", twin)
    assert not asked.exists()
    assert sorted(Requirement.objects.filter(competency=twin).values_list("level", flat=True)) == before
    spellings = set(Alias.objects.filter(competency=twin).values_list("name", flat=True))
    assert spellings == {"Note writing", "File noting", "Noting and Drafting"}
    assert queries.competency(noting.public_id).replaced_by == twin
    for item, other in ((noting, "into"), (twin, "from")):
        last = queries.decisions_about("competency", item.public_id)[0]
        assert (last.action, last.comment) == ("merged", "One thing") and other in last.details
    assert FactRow.objects.filter(kind="competencies.ItemsMerged").count() == 1


def test_levels_of_different_scales_are_not_merged(
    dictionary: dict, twin: Competency, cast: Cast, now: datetime
) -> None:
    twin.scale = Scale.objects.create(code="kcm-3", name="KCM three levels")
    twin.save(update_fields=["scale"])
    with pytest.raises(Refused) as refusal:
        services.merge_items(
            kind="competency", item=twin, into=dictionary["FUN-001"], reason="x", actor=cast.reviewer, at=now
        )
    assert "crosswalk" in str(refusal.value.fields["into"][0])
    assert not Competency.objects.filter(status="retired").exists()


def test_nothing_is_retired_without_a_reason_twice_or_under_a_pen(
    dictionary: dict, written: Callable, cast: Cast, now: datetime
) -> None:
    noting, judgement = dictionary["FUN-001"], dictionary["BEH-001"]
    retire: dict[str, Any] = {"kind": "competency", "actor": cast.reviewer, "at": now}
    with pytest.raises(Refused):
        services.retire_item(item=judgement, reason=" ", **retire)
    with pytest.raises(Refused):
        services.retire_item(item=judgement, replaced_by=judgement, reason="x", **retire)
    written(noting)
    with pytest.raises(Conflict):
        services.retire_item(item=noting, reason="x", **retire)
    services.retire_item(item=judgement, replaced_by=noting, reason="Covered there", **retire)
    with pytest.raises(Conflict):
        services.retire_item(item=judgement, reason="x", **retire)


def test_a_scale_that_is_in_use_stays(
    position: None, dictionary: dict, written: Callable, fracers: SimpleNamespace, now: datetime
) -> None:
    other = Scale.objects.create(code="kcm-3", name="KCM three levels")
    for number in (1, 2, 3):
        other.levels.create(number=number, name=f"L{number}")
    levels = [{"level": number, "text": "x", "text_hi": ""} for number in (1, 2, 3)]
    revision = written(dictionary["FUN-001"], scale="kcm-3", descriptors=levels)
    with pytest.raises(Refused) as refusal:
        services.submit(revision=revision, actor=fracers.author, at=now)
    assert "takes this one's place" in str(refusal.value.fields["scale"][0])
    Requirement.objects.all().delete()
    services.submit(revision=revision, actor=fracers.author, at=now)
