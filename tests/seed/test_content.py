"""The content that ships with the project is whole, consistent, and small enough."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from igot.kernel.html import from_markdown
from igot.seed import content, people

TEXT = {"type": "string", "minLength": 2}
LANGUAGES = {"type": "string", "enum": ["en", "hi"]}
RESOURCE = {
    "type": "object",
    "required": ["key", "kind", "title", "title_hi", "minutes", "mandatory"],
    "properties": {
        "key": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "kind": {"enum": ["page", "video", "audio", "pdf", "assessment"]},
        "title": TEXT,
        "title_hi": TEXT,
        "minutes": {"type": "integer", "minimum": 1, "maximum": 60},
        "mandatory": {"type": "boolean"},
        "page": TEXT,
        "page_hi": TEXT,
        "file": TEXT,
        "captions": {"type": "array", "items": {"type": "object", "required": ["language", "file"]}},
    },
    "additionalProperties": False,
}
COURSE = {
    "type": "object",
    "required": [
        "slug", "title", "title_hi", "summary", "summary_hi", "outcomes", "language", "keywords", "competencies",
        "audience", "audience_hi", "outcomes_hi", "licence", "modules", "assessment", "complete",
    ],
    "properties": {
        "slug": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "title": TEXT,
        "title_hi": TEXT,
        "summary": {"type": "string", "minLength": 40},
        "summary_hi": {"type": "string", "minLength": 40},
        "outcomes": {"type": "array", "items": TEXT, "minItems": 3},
        "outcomes_hi": {"type": "array", "items": TEXT, "minItems": 3},
        "language": LANGUAGES,
        "keywords": {"type": "array", "items": TEXT, "minItems": 3},
        "competencies": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["id", "level"],
                "properties": {"id": TEXT, "level": {"type": "integer", "minimum": 1, "maximum": 2}},
            },
        },
        "audience": TEXT,
        "audience_hi": TEXT,
        "licence": TEXT,
        "complete": {"type": "boolean"},
        "modules": {
            "type": "array",
            "minItems": 3,
            "items": {
                "type": "object",
                "required": ["key", "title", "title_hi", "resources"],
                "properties": {"resources": {"type": "array", "minItems": 1, "items": RESOURCE}},
            },
        },
        "assessment": {
            "type": "object",
            "required": ["title", "title_hi", "minutes", "pass_percent", "attempts", "negative_percent"],
            "properties": {"pass_percent": {"type": "integer", "minimum": 40, "maximum": 100}},
        },
    },
    "additionalProperties": False,
}  # fmt: skip
OPTION = {
    "type": "object",
    "required": ["text", "correct"],
    "properties": {"text": TEXT, "text_hi": {"type": ["string", "null"]}, "correct": {"type": "boolean"}},
}
QUESTION = {
    "type": "object",
    "required": ["key", "kind", "stem", "options", "explanation", "competency", "level", "difficulty", "marks"],
    "properties": {
        "kind": {"enum": ["single", "multiple", "true_false", "numeric", "fill"]},
        "stem": TEXT,
        "stem_hi": TEXT,
        "explanation": TEXT,
        "explanation_hi": TEXT,
        "options": {"type": "array", "items": OPTION},
        "level": {"type": "integer", "minimum": 1, "maximum": 5},
        "difficulty": {"type": "integer", "minimum": 1, "maximum": 3},
        "marks": {"type": "integer", "minimum": 1},
    },
}
FOLDERS = content.course_folders()
COMPLETE = ["noting-and-drafting", "procurement-gem-gfr", "right-to-information"]
# What a page may rest on: an Act, rules, a manual, an order or a judgment that anybody can look up.
PUBLIC_RULE = re.compile(
    r"Act|Rules|Manual|Memorandum|Constitution|Directions|instructions|Handbook|पुस्तिका|निदेश|अधिनियम|नियम|नियमावली|ज्ञापन|संविधान"
)
DEVANAGARI = re.compile(r"[\u0900-\u097f]")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def course_of(folder: Path) -> dict[str, Any]:
    return content.read(f"courses/{folder.name}/course.json")


def questions_of(folder: Path) -> list[dict[str, Any]]:
    return content.read(f"courses/{folder.name}/questions.json")["questions"]


def resources_of(course: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for module in course["modules"] for resource in module["resources"]]


def words(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").split())


def test_there_are_twelve_courses_and_three_are_complete() -> None:
    courses = [course_of(folder) for folder in FOLDERS]
    assert len(courses) == 12
    assert [course["slug"] for course in courses if course["complete"]] == COMPLETE


@pytest.mark.parametrize("slug", COMPLETE)
def test_a_complete_course_has_every_kind_of_resource(slug: str) -> None:
    course = content.read(f"courses/{slug}/course.json")
    assert len(course["modules"]) == 3
    kinds = [resource["kind"] for resource in resources_of(course)]
    assert kinds.count("page") >= 6
    assert {"video", "audio", "pdf"} < set(kinds)
    assert kinds[-1] == "assessment"


def test_every_page_and_recording_is_also_in_hindi(folder: Path) -> None:
    for row in resources_of(course_of(folder)):
        assert DEVANAGARI.search(row["title_hi"])
        if row["kind"] == "page":
            assert DEVANAGARI.search(content.page_text(folder / row["page_hi"]))
        if row["kind"] in ("video", "audio"):
            said = {captions["language"]: (folder / captions["file"]).read_text() for captions in row["captions"]}
            times = {language: re.findall(r"^.+ --> .+$", text, re.M) for language, text in said.items()}
            assert times["en"] == times["hi"]


def test_a_page_says_as_much_in_hindi_as_in_english(folder: Path) -> None:
    for row in resources_of(course_of(folder)):
        if row["kind"] == "page":
            english, hindi = (content.page_text(folder / row[name]) for name in ("page", "page_hi"))
            for mark in (r"^#+ ", r"^\| ", r"^- ", r"^\d+\. ", r"^> "):
                assert len(re.findall(mark, english, re.M)) == len(re.findall(mark, hindi, re.M)), (row["page"], mark)
            figures = [set(re.findall(r"\d[\d,.]*\d|\d", text.partition("\n---\n")[0])) for text in (english, hindi)]
            assert figures[0] == figures[1], (row["page"], figures[0] ^ figures[1])


def test_a_course_has_the_agreed_shape(folder: Path) -> None:
    course = course_of(folder)
    jsonschema.validate(course, COURSE)
    assert course["slug"] == folder.name
    for text in (course["title_hi"], course["summary_hi"]):
        assert DEVANAGARI.search(text)
    keys = [resource["key"] for resource in resources_of(course)]
    assert len(keys) == len(set(keys))


def test_every_file_a_course_names_is_there_and_no_other(folder: Path) -> None:
    named = {"course.json", "questions.json"}
    for resource in resources_of(course_of(folder)):
        named |= {resource[field] for field in ("page", "page_hi", "file") if field in resource}
        named |= {captions["file"] for captions in resource.get("captions", [])}
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == named


def test_pages_are_as_long_as_promised(folder: Path) -> None:
    complete = course_of(folder)["complete"]
    hindi = {page: words(page) for page in folder.glob("pages/*.hi.md")}
    english = {page: words(page) for page in folder.glob("pages/*.md") if page not in hindi}
    for page, length in {**english, **hindi}.items():
        assert (400 if complete else 130) <= length <= 900, page
    full = [length for length in english.values() if length >= 300]
    assert len(full) >= (6 if complete else 2)


def test_every_page_cites_the_public_rule_it_explains(folder: Path) -> None:
    for page in folder.glob("pages/*.md"):
        text, _, source = content.page_text(page).rpartition("**स्रोत।**" if ".hi." in page.name else "**Source.**")
        assert text.count("\n---\n") == 1, page
        assert PUBLIC_RULE.search(source), page


def test_what_is_to_be_filled_in_is_seen(folder: Path) -> None:
    for page in folder.glob("pages/*.md"):
        text = content.page_text(page)
        assert from_markdown(text).count("___") == text.count("___"), page


def test_competencies_and_their_levels_exist(folder: Path) -> None:
    framework = content.read("frac/framework.json")
    levels = {item["id"]: {level["level"] for level in item["levels"]} for item in framework["competencies"]}
    for tag in course_of(folder)["competencies"]:
        assert tag["level"] in levels[tag["id"]]
    for question in questions_of(folder):
        assert question["level"] in levels[question["competency"]]


def test_questions_can_be_answered_and_explain_themselves(folder: Path) -> None:
    course, questions = course_of(folder), questions_of(folder)
    assert len(questions) == 10 if course["complete"] else 5 <= len(questions) <= 10
    assert len({question["key"] for question in questions}) == len(questions)
    for question in questions:
        jsonschema.validate(question, QUESTION)
        right = [option for option in question["options"] if option["correct"]]
        texts = [option["text"] for option in question["options"]]
        assert len(set(texts)) == len(texts)
        match question["kind"]:
            case "single" | "true_false":
                assert len(right) == 1
                assert len(texts) >= 2
            case "multiple":
                assert 2 <= len(right) < len(texts)
            case "numeric":
                assert question["answer"]["tolerance"] >= 0
                assert isinstance(question["answer"]["value"], int | float)
            case "fill":
                assert question["answers"]
        assert DEVANAGARI.search(question["stem_hi"])
        assert question["explanation"].strip() and DEVANAGARI.search(question["explanation_hi"])
        assert all(option["text_hi"] for option in question["options"])


def seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.mark.parametrize("captions", sorted(content.DATA.glob("courses/*/media/*.vtt")), ids=lambda path: path.name)
def test_captions_are_in_order_and_not_empty(captions: Path) -> None:
    head, *blocks = captions.read_text(encoding="utf-8").strip().split("\n\n")
    assert head == "WEBVTT"
    assert len(blocks) >= 8
    last = 0.0
    for block in blocks:
        _, times, *text = block.strip().split("\n")
        start, end = (seconds(stamp) for stamp in times.split(" --> "))
        assert last <= start < end, block
        assert " ".join(text).strip()
        assert end - start < 40
        last = end - 0.2
    if ".hi." in captions.name:
        assert DEVANAGARI.search(captions.read_text(encoding="utf-8"))


def test_the_video_has_captions_in_both_languages() -> None:
    resources = [resource for folder in FOLDERS for resource in resources_of(course_of(folder))]
    videos = [resource for resource in resources if resource["kind"] == "video"]
    assert videos
    for video in videos:
        assert {captions["language"] for captions in video["captions"]} == {"en", "hi"}


def test_media_are_small() -> None:
    media = [path for path in content.DATA.glob("courses/*/media/*") if path.is_file()]
    assert sum(path.stat().st_size for path in media) < 25 * 2**20
    for path in media:
        if path.suffix == ".mp4":
            beginning = path.read_bytes()[:4096]
            assert path.stat().st_size < 4 * 2**20
            assert b"ftyp" in beginning[:32]
            assert b"moov" in beginning, "the index is at the front, so that the film plays while it loads"


def test_the_framework_hangs_together() -> None:
    framework = content.read("frac/framework.json")
    places = {sub["id"] for area in framework["areas"] for theme in area["themes"] for sub in theme["sub_themes"]}
    scales = {scale["id"]: len(scale["levels"]) for scale in framework["scales"]}
    for item in framework["competencies"]:
        assert item["sub_theme"] in places
        assert DEVANAGARI.search(item["name_hi"])
        assert [level["level"] for level in item["levels"]] == list(range(1, scales[item["scale"]] + 1))
        assert DEVANAGARI.search(item["definition_hi"])
        assert all(DEVANAGARI.search(level["descriptor_hi"]) for level in item["levels"])
    codes = {item["id"] for item in framework["competencies"]}
    knowledge = {item["id"] for item in content.read("frac/knowledge.json")["knowledge"]}
    roles = {role["id"]: role for role in content.read("frac/roles.json")["roles"]}
    for role in roles.values():
        assert {requirement["competency"] for requirement in role["requirements"]} <= codes
        assert {code for activity in role["activities"] for code in activity["knowledge"]} <= knowledge
        assert DEVANAGARI.search(role["description_hi"])
        assert all(DEVANAGARI.search(activity["statement_hi"]) for activity in role["activities"])
    organisations = {item["code"] for item in content.read("frac/organisations.json")["organisations"]}
    designations = {item["name"] for item in content.read("frac/designations.json")["designations"]}
    for position in content.read("frac/positions.json")["positions"]:
        assert set(position["roles"]) <= set(roles)
        assert position["organisation"] in organisations
        assert position["designation"] in designations


def test_parents_come_first_and_everything_has_a_hindi_name() -> None:
    seen: set[str | None] = {None}
    for organisation in content.read("frac/organisations.json")["organisations"]:
        assert organisation["parent"] in seen
        assert DEVANAGARI.search(organisation["name_hi"])
        seen.add(organisation["code"])
    for designation in content.read("frac/designations.json")["designations"]:
        assert DEVANAGARI.search(designation["name_hi"])


def test_all_people_are_plainly_invented() -> None:
    everybody = people.cast() + people.crowd()
    assert len({person.email for person in everybody}) == len(everybody) >= 60
    for person in everybody:
        assert person.name.startswith("Test ")
        assert person.name.endswith("(demo)")
        assert person.email.endswith(".igot.example") or person.email.endswith("@igot.example")
        assert DEVANAGARI.search(person.name_in_hindi)


def test_people_serve_in_organisations_that_exist() -> None:
    organisations = {item["code"] for item in content.read("frac/organisations.json")["organisations"]}
    designations = {item["name"] for item in content.read("frac/designations.json")["designations"]}
    for person in people.cast() + people.crowd():
        assert person.organisation in organisations
        assert person.designation in designations
        assert {code for _, code in person.grants} <= organisations


def test_creator_reviewer_and_publisher_are_different_people() -> None:
    roles: dict[str, set[str]] = {}
    for person in people.cast():
        for role, _ in person.grants:
            roles.setdefault(role, set()).add(person.email)
    assert roles["content_creator"].isdisjoint(roles["content_reviewer"])
    assert roles["content_reviewer"].isdisjoint(roles["content_publisher"])
    assert roles["plan_manager"].isdisjoint(roles["cbc_reviewer"])


def test_every_demo_account_says_what_to_try() -> None:
    assert len(people.DEMO_ACCOUNTS) >= 13
    for account in people.DEMO_ACCOUNTS:
        assert account.role
        assert account.what_to_try
        assert len(account.password) >= 10


def test_texts_name_no_tool_repository_or_machine_path() -> None:
    forbidden = re.compile(r"github|KB-iGOT|/work/|/tmp/|\.java\b", re.IGNORECASE)
    for path in content.DATA.rglob("*"):
        if path.suffix in {".json", ".md", ".vtt"}:
            assert not forbidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("captions", sorted(content.DATA.glob("courses/*/media/*.vtt")), ids=lambda path: path.name)
def test_what_is_spoken_can_be_read(captions: Path) -> None:
    said = content.spoken(captions)
    assert "-->" not in said and "WEBVTT" not in said
    assert len(said.split()) > 60
