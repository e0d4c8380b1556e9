"""A provider keeps its question bank and its papers by the API; another system reads them."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from assessments.attempts import services as sitting
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from tests.api.conftest import ROOT, System
from tests.cast import Cast

SignIn = Callable[..., Client]
QUESTION = {
    "kind": "single",
    "stem": "What is a note for?",
    "options": [{"id": "a", "text": "A diary"}, {"id": "b", "text": "Disposal of the case"}],
    "key": {"options": ["b"]},
}


class Desk:
    """Somebody at work on an organisation's assessments."""

    def __init__(self, browser: Client, cast: Cast) -> None:
        self.browser, self.root = browser, f"{ROOT}organisations/{cast.istm.public_id}/"

    def send(self, path: str, body: Any = None, method: str = "POST", **headers: str) -> Any:
        return self.browser.generic(method, self.root + path, json.dumps(body), "application/json", headers=headers)

    def read(self, path: str) -> Any:
        return self.browser.get(self.root + path)


@pytest.fixture
def desk(cast: Cast, sign_in: SignIn) -> Desk:
    """The creator's."""
    return Desk(sign_in(cast.creator), cast)


def test_a_question_gets_versions_and_goes_into_the_archive(desk: Desk) -> None:
    made = desk.send("questions/", QUESTION)
    assert made.status_code == 201, made.content
    path, seen = f"questions/{made.json()['public_id']}/", {"If-Match": made["ETag"]}
    assert desk.send(path, {"stem": "Why a note?"}, "PATCH").status_code == 428
    changed = desk.send(path, {"stem": "Why a note?"}, "PATCH", **seen)
    assert (changed.status_code, changed.json()["number"], changed.json()["key"]["options"]) == (200, 2, ["b"])
    late = desk.send(path, {"stem": "Too late"}, "PATCH", **seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    desk.send(path, {"is_archived": True}, "PATCH", **{"If-Match": changed["ETag"]})
    assert desk.read("questions/").json()["results"] == []
    assert [row["stem"] for row in desk.read("questions/?archived=1").json()["results"]] == ["Why a note?"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "riddle"}, "kind"),
        ({"key": {"options": ["z"]}}, "key"),
        ({"stem": " "}, "stem"),
        ({"level": 0}, "level"),
    ],
)
def test_a_wrong_question_names_its_field(desk: Desk, changes: dict[str, Any], field: str) -> None:
    answer = desk.send("questions/", {**QUESTION, **changes})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_paper_from_nothing_to_published_and_on_to_its_next_draft(desk: Desk) -> None:
    questions = [desk.send("questions/", {**QUESTION, "stem": stem}).json()["version"] for stem in ("One", "Two")]
    made = desk.send("papers/", {"title": "End", "minutes": 20, "pass_percent": "50"})
    assert made.status_code == 201, made.content
    path = f"papers/{made.json()['public_id']}/"
    foreign = desk.send(f"{path}sections/", {"sections": [{"items": [{"question": made.json()["version"]}]}]}, "PUT")
    assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (422, "items")
    items = [{"question": question, "marks": "2.00"} for question in questions]
    filled = desk.send(f"{path}sections/", {"sections": [{"title": "All", "items": items}]}, "PUT")
    assert filled.json()["sections"][0]["items"] == items
    changed = desk.send(path, {"minutes": 25}, "PATCH", **{"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["minutes"]) == (200, 25)
    assert desk.send(path, {"minutes": 30}, "PATCH", **{"If-Match": made["ETag"]}).status_code == 412
    published = desk.send(f"{path}publication/")
    assert published.json()["state"] == "published"
    assert desk.send(path, {"minutes": 30}, "PATCH", **{"If-Match": published["ETag"]}).status_code == 409
    draft = desk.send(f"{path}draft/")
    assert (draft.status_code, draft.json()["number"], draft.json()["state"]) == (201, 2, "draft")
    assert [row["title"] for row in desk.read("papers/").json()["results"]] == ["End"]


def test_a_correction_is_previewed_asked_for_and_followed(
    desk: Desk, cast: Cast, paper: PaperVersion, now: datetime, scope_everywhere: None
) -> None:
    papers.publish_paper(version=paper, actor=cast.creator, at=now)
    attempt = sitting.start(
        learner=cast.learner, version=paper, context_kind="tests.desk", context_id="1", title="End", at=now
    )
    sitting.submit(attempt=attempt, at=now)
    version = desk.read("questions/").json()["results"][0]["version"]
    refused = desk.send("corrections/", {"version": version, "kind": "void", "reason": " "})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    made = desk.send("corrections/", {"version": version, "kind": "void", "reason": "Unfair"})
    assert (made.status_code, made.json()["state"], made.json()["report"]["rising"]) == (201, "preview", 1)
    path = f"corrections/{made.json()['public_id']}/"
    assert desk.send(f"{path}asking/").json()["state"] == "waiting"
    assert desk.send(f"{path}asking/").status_code == 409
    assert desk.read(path).json()["state"] == "waiting"


def test_a_system_reads_with_the_scope_and_writes_nothing(
    cast: Cast, desk: Desk, system: Callable[..., System]
) -> None:
    desk.send("questions/", QUESTION)
    root = f"organisations/{cast.istm.public_id}/"
    for scope, status in (("assessments:read", 200), ("catalogue:read", 403)):
        client = system(scope, organisation=cast.istm)
        assert client.get(f"{root}questions/").status_code == status
        assert client.get(f"{root}papers/").status_code == status
        assert client.post(f"{root}questions/", QUESTION).status_code == 403


def test_a_stranger_is_not_told_that_there_is_a_bank(cast: Cast, sign_in: SignIn, desk: Desk) -> None:
    made = desk.send("questions/", QUESTION).json()["public_id"]
    for person in (cast.learner, cast.stranger_admin):
        other = Desk(sign_in(person), cast)
        for path in ("questions/", f"questions/{made}/", "papers/", "corrections/"):
            assert other.read(path).status_code in {403, 404}
