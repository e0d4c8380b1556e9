"""A small framework: one scale, two competencies, one position."""

from datetime import datetime

import pytest

from competencies.framework.models import Competency
from competencies.framework.queries import by_codes
from competencies.framework.services import import_framework
from competencies.positions.services import import_positions
from tests.cast import Cast

LEVELS = ["Basic", "Proficient", "Advanced", "Expert", "Ustad"]


def framework() -> dict:
    def one(code: str, name: str, sub_theme: str, **more: str) -> dict:
        levels = [{"level": number, "descriptor": f"{name} at {level}"} for number, level in enumerate(LEVELS, start=1)]
        return {
            "id": code,
            "type": code[:3].replace("BEH", "behavioural").replace("FUN", "functional"),
            "sub_theme": sub_theme,
            "name": name,
            "definition": f"What {name} means.",
            "scale": "frac-5",
            "levels": levels,
            **more,
        }

    return {
        "scales": [
            {
                "id": "frac-5",
                "name": "FRAC five levels",
                "levels": [
                    {"level": number, "name": name, "name_hi": f"स्तर {number}", "gist": f"gist of {name}"}
                    for number, name in enumerate(LEVELS, start=1)
                ],
            }
        ],
        "areas": [
            {
                "id": "behavioural",
                "name": "Behavioural",
                "themes": [
                    {
                        "id": "b.self",
                        "name": "Self-Awareness",
                        "sub_themes": [{"id": "b.self.judge", "name": "Sound Judgement"}],
                    }
                ],
            },
            {
                "id": "functional",
                "name": "Functional",
                "themes": [
                    {"id": "f.office", "name": "Office", "sub_themes": [{"id": "f.office.noting", "name": "Noting"}]}
                ],
            },
        ],
        "competencies": [
            one("BEH-001", "Judgement", "b.self.judge"),
            one("FUN-001", "Noting and Drafting", "f.office.noting", name_hi="टिप्पण और प्रारूपण"),
        ],
        "aliases": [
            {"alias": "Sound Judgment", "canonical": "Sound Judgement", "kind": "sub_theme"},
            {"alias": "File noting", "canonical": "Noting and Drafting", "kind": "competency"},
            {"alias": "Nowhere", "canonical": "Not in the tree", "kind": "theme"},
        ],
    }


def positions() -> dict:
    return {
        "knowledge": [{"id": "KR-1", "title": "Manual of Office Procedure", "kind": "manual", "issuer": "DARPG"}],
        "roles": [
            {
                "id": "ROLE-1",
                "name": "Case Initiator",
                "activities": [{"id": "ROLE-1-A1", "statement": "Writes a note", "knowledge": ["KR-1"]}],
                "requirements": [
                    {"competency": "FUN-001", "level": 3, "weight": 3},
                    {"competency": "BEH-001", "level": 2, "weight": 1},
                ],
            },
            {"id": "ROLE-2", "name": "Drafter", "requirements": [{"competency": "FUN-001", "level": 2, "weight": 1}]},
        ],
        "positions": [
            {
                "id": "POS-1",
                "name": "SO (Training)",
                "organisation": "DOPT",
                "designation": "Section Officer",
                "roles": ["ROLE-1", "ROLE-2"],
            },
            {"id": "POS-2", "name": "Nobody's", "organisation": "NONE", "designation": "Section Officer", "roles": []},
        ],
    }


@pytest.fixture
def dictionary(cast: Cast, now: datetime) -> dict[str, Competency]:
    import_framework(data=framework(), organisation=cast.goi, actor=None, at=now)
    return by_codes(["BEH-001", "FUN-001"])


@pytest.fixture
def position(cast: Cast, dictionary: dict[str, Competency]) -> None:
    import_positions(
        data=positions(), organisations={"DOPT": cast.dopt}, designations={"Section Officer": cast.section_officer}
    )
