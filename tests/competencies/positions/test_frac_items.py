"""Roles, positions and resources on their way through the dictionaries."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from competencies.framework.items import KINDS, uses_of
from competencies.framework.models import Competency, Revision
from competencies.positions.forms.items import PositionForm, RoleForm
from competencies.positions.models import Position, PositionRole, Requirement, WorkRole
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position")


def wording(item: Any, content: dict[str, Any], cast: Cast) -> Any:
    return SimpleNamespace(
        item_id=item.public_id, content=content, version=item.version + 1, organisation=cast.goi, kind="role"
    )


@pytest.mark.parametrize(("kind", "model"), [("role", WorkRole), ("position", Position)])
def test_what_is_in_force_is_a_wording_without_mistakes_and_writing_it_changes_nothing(
    kind: str, model: Any, cast: Cast, now: datetime
) -> None:
    rules, item = KINDS[kind], model.objects.get(code__endswith="-1")
    content = rules.snapshot(item)
    assert rules.check(content, cast.goi, item) == {}
    rules.apply(wording(item, content, cast), now)
    item.refresh_from_db()
    assert item.version == 2
    assert rules.snapshot(item) == content
    assert [label for label, _lines in rules.describe(content)] == [
        label for label, _lines in rules.describe(rules.blank(cast.goi))
    ]


def test_everything_wrong_with_a_role_is_said_at_once(cast: Cast) -> None:
    role = WorkRole.objects.get(code="ROLE-1")
    content = KINDS["role"].snapshot(role) | {
        "code": "ROLE-2",
        "name": " ",
        "activities": [
            {"code": "", "statement": "", "resources": ["KR-9"]},
            {"code": "X", "statement": "a"},
            {"code": "X", "statement": "b"},
        ],
        "requirements": [
            {"competency": "FUN-001", "level": 6, "criticality": 9},
            {"competency": "FUN-001", "level": 1, "criticality": 1},
            {"competency": "NONE", "level": 1, "criticality": 1},
        ],
    }
    wrong = KINDS["role"].check(content, cast.goi, role)
    assert {field: len(texts) for field, texts in wrong.items()} == {
        "code": 2,
        "name": 1,
        "activities": 3,
        "requirements": 4,
    }


def test_a_new_version_of_a_position_keeps_what_organisations_added(
    cast: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    position = Position.objects.get(code="POS-1")
    extra = WorkRole.objects.create(code="ROLE-X", name="Trainer", status="approved")
    PositionRole.objects.create(position=position, role=extra, organisation=cast.istm)
    Requirement.objects.create(position=position, organisation=cast.istm, competency=dictionary["BEH-001"], level=4)
    content = KINDS["position"].snapshot(position) | {
        "roles": ["ROLE-2"],
        "requirements": [{"competency": "BEH-001", "level": 1, "criticality": 2}],
    }
    KINDS["position"].apply(wording(position, content, cast), now)
    links = PositionRole.objects.filter(position=position).order_by("role__code")
    assert list(links.values_list("role__code", "organisation__code")) == [("ROLE-2", None), ("ROLE-X", "ISTM")]
    rows = Requirement.objects.filter(position=position).order_by("level")
    assert list(rows.values_list("level", "organisation__code")) == [(1, None), (4, "ISTM")]


def test_two_positions_do_not_describe_one_designation_in_an_organisation(cast: Cast) -> None:
    position = Position.objects.get(code="POS-1")
    content = KINDS["position"].snapshot(position) | {"code": "POS-3"}
    assert list(KINDS["position"].check(content, cast.goi, None)) == ["designation"]
    assert "organisation" in KINDS["position"].check(content, cast.mof, None)


def test_a_merge_moves_requirements_and_keeps_the_higher_level(
    dictionary: dict[str, Competency], now: datetime
) -> None:
    role = WorkRole.objects.get(code="ROLE-1")
    use = next(use for use in uses_of(Revision.Kind.COMPETENCY) if use.name == "positions.requirements")
    assert use.count(dictionary["BEH-001"]) == 1
    assert use.repoint is not None
    assert use.repoint(dictionary["BEH-001"], dictionary["FUN-001"], now) == 1
    assert list(role.requirements.values_list("competency__code", "level", "criticality")) == [("FUN-001", 3, 3)]


def test_what_a_form_shows_is_what_it_gives_back(cast: Cast) -> None:
    for kind, form_class, code in (("role", RoleForm, "ROLE-1"), ("position", PositionForm, "POS-1")):
        item = KINDS[kind].items().get(code=code)
        content = KINDS[kind].snapshot(item)
        shown = form_class(organisation=cast.goi, content=content, is_new=False)
        typed = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}
        form = form_class(typed, organisation=cast.goi, content=content, is_new=False)
        assert form.is_valid(), form.errors
        assert form.content() == content
        rows = [[field.name for field in row] for row in form.rows()]
        assert ["name", "name_hi"] in rows and ["competency_1", "level_1", "criticality_1"] in rows
        assert sorted(name for row in rows for name in row) == sorted(form.fields)
