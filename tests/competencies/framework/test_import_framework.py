"""Taking the vocabulary in, and finding things in it."""

from datetime import datetime

import pytest

from competencies.framework import queries
from competencies.framework.models import Alias, Competency, Node
from competencies.framework.services import import_framework, retire_item
from competencies.positions.models import KnowledgeResource, PositionRole, Requirement, WorkRole
from competencies.positions.queries import positions as all_positions
from competencies.positions.services import import_positions
from igot.journal.models import FactRow
from tests.cast import Cast
from tests.competencies.conftest import framework, positions


def test_it_takes_in_scale_tree_competencies_and_aliases(dictionary: dict[str, Competency]) -> None:
    noting = dictionary["FUN-001"]
    assert noting.node.parent.parent.code == "functional"
    assert [(level.name, text.text) for level, text in queries.levels(noting)][4] == (
        "Ustad",
        "Noting and Drafting at Ustad",
    )
    assert noting.in_language("name", "hi") == "टिप्पण और प्रारूपण"
    assert queries.aliases(noting) == ["File noting"]
    assert Alias.objects.count() == 2


def test_a_second_import_changes_nothing_and_publishes_nothing(
    cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    before = (Node.objects.count(), Competency.objects.count(), Alias.objects.count(), FactRow.objects.count())
    done = import_framework(data=framework(), organisation=cast.goi, actor=None, at=now)
    assert (done.nodes, done.competencies, done.aliases, done.different) == (0, 0, 0, [])
    assert before == (Node.objects.count(), Competency.objects.count(), Alias.objects.count(), FactRow.objects.count())


def test_an_approved_wording_is_not_overwritten_but_named(
    cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    data = framework()
    data["competencies"][0]["definition"] = "Something else."
    done = import_framework(data=data, organisation=cast.goi, actor=None, at=now)
    assert done.different == ["BEH-001"]
    assert Competency.objects.get(code="BEH-001").definition == "What Judgement means."


def test_taking_it_in_again_undoes_no_decision_of_fracing(
    cast: Cast, position: None, dictionary: dict[str, Competency], now: datetime
) -> None:
    retire_item(
        kind="competency", item=dictionary["FUN-001"], replaced_by=dictionary["BEH-001"], reason="One",
        actor=cast.reviewer, at=now,
    )  # fmt: skip
    WorkRole.objects.filter(code="ROLE-1").update(version=2, name="Initiator")
    Requirement.objects.filter(role__code="ROLE-1").update(level=5)
    retire_item(kind="role", item=WorkRole.objects.get(code="ROLE-2"), reason="Nobody's", actor=cast.reviewer, at=now)
    PositionRole.objects.filter(role__code="ROLE-2").delete()
    KnowledgeResource.objects.filter(code="KR-1").update(status="retired")
    done = import_framework(data=framework(), organisation=cast.goi, actor=None, at=now)
    import_positions(
        data=positions(), organisations={"DOPT": cast.dopt}, designations={"Section Officer": cast.section_officer}
    )
    assert done.competencies == 0 and Competency.objects.get(code="FUN-001").status == "retired"
    assert WorkRole.objects.get(code="ROLE-1").name == "Initiator"
    assert set(Requirement.objects.filter(role__code="ROLE-1").values_list("level", flat=True)) == {5}
    assert WorkRole.objects.get(code="ROLE-2").status == "retired"
    assert not PositionRole.objects.filter(role__code="ROLE-2").exists()
    assert KnowledgeResource.objects.get(code="KR-1").status == "retired"


@pytest.mark.parametrize(
    ("text", "area", "codes"),
    [
        ("noting", "", ["FUN-001"]),
        ("drafting NOTING", "", ["FUN-001"]),
        ("टिप्पण", "", ["FUN-001"]),
        ("sound judgment", "", ["BEH-001"]),
        ("file", "", ["FUN-001"]),
        ("fun-001", "", ["FUN-001"]),
        ("", "behavioural", ["BEH-001"]),
        ("noting", "behavioural", []),
        ("", "", ["BEH-001", "FUN-001"]),
    ],
)
def test_search_finds_by_name_alias_theme_and_code(
    dictionary: dict[str, Competency], text: str, area: str, codes: list[str]
) -> None:
    assert [found.code for found in queries.search(text, area=area)] == codes


def test_positions_come_in_once_and_name_what_they_lack(
    cast: Cast, dictionary: dict[str, Competency], position: None
) -> None:
    assert [found.code for found in all_positions()] == ["POS-1"]
    assert Requirement.objects.count() == 3
    again = import_positions(
        data=positions(), organisations={"DOPT": cast.dopt}, designations={"Section Officer": cast.section_officer}
    )
    assert (again.roles, again.positions, again.left_out) == (0, 0, ["POS-2"])
    assert Requirement.objects.count() == 3
