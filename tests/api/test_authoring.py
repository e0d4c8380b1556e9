"""A provider makes a course by the API; a reviewer and a publisher release it; learners find it."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.papers.models import PaperVersion
from competencies.framework.models import Competency
from courses.authoring import services
from courses.authoring.models import Release
from tests.api.conftest import ROOT, System
from tests.cast import Cast
from tests.courses import samples

SignIn = Callable[..., Client]


class Desk:
    """A creator at work on one course."""

    def __init__(self, browser: Client, cast: Cast) -> None:
        self.browser, self.root = browser, f"{ROOT}organisations/{cast.istm.public_id}/"
        self.draft = ""

    def send(self, path: str, body: Any, method: str = "POST", **headers: str) -> Any:
        return self.browser.generic(method, self.root + path, json.dumps(body), "application/json", headers=headers)

    def begin(self, **values: Any) -> Any:
        answer = self.send("courses/", {"title": "Numbering of Files", **values})
        assert answer.status_code == 201, answer.content
        self.draft = f"courses/{answer.json()['course']}/draft/"
        return answer

    def upload(self, kind: str, name: str, content: bytes) -> Any:
        form = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        return self.browser.post(f"{self.root}assets/", form)


def test_a_course_from_nothing_to_the_catalogue(
    cast: Cast, competency: Competency, paper: PaperVersion, sign_in: SignIn, drain: Callable[[], int]
) -> None:
    desk = Desk(sign_in(cast.creator), cast)
    begun = desk.begin(visibility="everyone")
    missing = {each["field"] for each in begun.json()["missing"]}
    assert {"summary", "outcomes", "licence", "competencies", "modules"} <= missing
    refused = desk.send(f"{desk.draft}submit/", None)
    assert (refused.status_code, refused.json()["code"]) == (422, "release_not_ready")
    changes = {"summary": "How files are numbered.", "outcomes": ["Number a file"], "licence": "CC-BY-4.0"}
    changed = desk.send(desk.draft, changes, "PATCH", **{"If-Match": begun["ETag"]})
    assert changed.status_code == 200, changed.content
    tag = {"competency": str(competency.public_id), "level": 2}
    assert desk.send(f"{desk.draft}competencies/", tag).status_code == 201
    module = desk.send(f"{desk.draft}modules/", {"title": "Numbers", "translations": {"hi": {"title": "संख्याएँ"}}})
    assert module.status_code == 201, module.content
    pdf = desk.upload("pdf", "numbering.pdf", samples.pdf())
    assert pdf.status_code == 201, pdf.content
    resources = f"{desk.draft}modules/{module.json()['key']}/resources/"
    page = desk.send(
        resources, {"kind": "page", "title": "Why", "body": "# Why\n\nTo **find** them.<script>x</script>"}
    )
    assert page.status_code == 201, page.content
    assert "<strong>find</strong>" in page.json()["body_html"] and "<script" not in page.json()["body_html"]
    file = desk.send(resources, {"kind": "pdf", "title": "The rules", "asset": pdf.json()["public_id"]})
    assert (file.status_code, file.json()["asset"]) == (201, pdf.json()["public_id"])
    end = desk.send(resources, {"kind": "assessment", "title": "End", "paper": str(paper.public_id)})
    assert end.status_code == 201, end.content
    submitted = desk.send(f"{desk.draft}submit/", None)
    assert submitted.status_code == 201, submitted.content
    decide = f"{ROOT}approvals/{submitted.json()['request']}/approve/"
    for decider in (cast.content_reviewer, cast.publisher):
        answer = sign_in(decider).post(decide, "{}", "application/json")
        assert answer.status_code == 200, answer.content
    drain()
    found = sign_in(cast.learner).get(f"{ROOT}catalogue/?q=Numbering").json()["results"]
    assert [row["title"] for row in found] == ["Numbering of Files"]


def test_a_change_based_on_what_is_no_longer_there_is_refused(cast: Cast, sign_in: SignIn) -> None:
    desk = Desk(sign_in(cast.creator), cast)
    etag = desk.begin()["ETag"]
    first = desk.send(desk.draft, {"summary": "Mine"}, "PATCH", **{"If-Match": etag})
    assert first.status_code == 200 and first["ETag"] != etag
    second = desk.send(desk.draft, {"summary": "Theirs"}, "PATCH", **{"If-Match": etag})
    assert (second.status_code, second.json()["code"]) == (412, "changed_meanwhile")
    without = desk.send(desk.draft, {"summary": "Theirs"}, "PATCH")
    assert (without.status_code, without.json()["code"]) == (428, "if_match_required")
    read = desk.browser.get(desk.root + desk.draft)
    assert (read.json()["summary"], read["ETag"]) == ("Mine", first["ETag"])


def test_the_same_ids_again_make_nothing_twice(cast: Cast, sign_in: SignIn) -> None:
    desk = Desk(sign_in(cast.creator), cast)
    course, key = str(uuid4()), str(uuid4())
    assert desk.begin(id=course).json()["release"] == desk.begin(id=course).json()["release"]
    for _time in range(2):
        assert desk.send(f"{desk.draft}modules/", {"title": "Once", "key": key}).status_code == 201
    assert len(desk.browser.get(desk.root + desk.draft).json()["modules"]) == 1


def test_files_that_are_not_what_they_say_and_files_of_others_are_refused(
    cast: Cast, sign_in: SignIn, now: datetime
) -> None:
    desk = Desk(sign_in(cast.creator), cast)
    wrong = desk.upload("pdf", "numbering.pdf", b"MZ\x90\x00 a program")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "file")
    desk.begin()
    module = desk.send(f"{desk.draft}modules/", {"title": "Numbers"}).json()["key"]
    other = cast.grant(cast.person("other_creator", cast.istm), "content_creator", cast.istm)
    pdf = SimpleUploadedFile("theirs.pdf", samples.pdf())
    theirs = services.store_asset(organisation=cast.istm, kind="pdf", file=pdf, actor=other, at=now)
    body = {"kind": "pdf", "title": "Theirs", "asset": str(theirs.public_id)}
    answer = desk.send(f"{desk.draft}modules/{module}/resources/", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "asset")


def test_reviewers_read_strangers_find_nothing_and_systems_write_nothing(
    cast: Cast, draft: Release, sign_in: SignIn, system: Callable[..., System]
) -> None:
    path = f"organisations/{cast.istm.public_id}/courses/{draft.course.public_id}/draft/"
    reviewer = sign_in(cast.content_reviewer)
    assert reviewer.get(ROOT + path).status_code == 200
    assert reviewer.post(f"{ROOT}{path}submit/", "", "application/json").status_code == 403
    stranger = sign_in(cast.stranger_admin)
    assert stranger.get(ROOT + path).status_code == 404
    assert stranger.post(f"{ROOT}{path}submit/", "", "application/json").status_code == 404
    own = f"organisations/{cast.mof.public_id}/courses/{draft.course.public_id}/draft/"
    assert stranger.get(ROOT + own).status_code == 404
    client = system("catalogue:read")
    assert client.post(f"{path}modules/", {"title": "By a system"}).status_code == 403


def test_a_draft_that_is_in_review_changes_no_longer(cast: Cast, draft: Release, sign_in: SignIn) -> None:
    desk = Desk(sign_in(cast.creator), cast)
    path = f"courses/{draft.course.public_id}/draft/"
    assert desk.send(f"{path}submit/", None).status_code == 201
    late = desk.send(f"{path}modules/", {"title": "Too late"})
    assert (late.status_code, late.json()["code"]) == (409, "release_is_closed")


def test_lists_and_outlines_take_the_same_queries_however_long(
    cast: Cast, make_draft: Callable[..., Release], sign_in: SignIn, assert_queries: Any
) -> None:
    browser, root = sign_in(cast.creator), f"{ROOT}organisations/{cast.istm.public_id}/courses/"
    draft = make_draft(title="First", assessment=False)
    for title in ("Second", "Third"):
        browser.get(root)
        with assert_queries("api_own_courses"):
            browser.get(root)
        with assert_queries("api_draft"):
            browser.get(f"{root}{draft.course.public_id}/draft/")
        make_draft(title=title, assessment=False)
        by: dict[str, Any] = {"actor": cast.creator, "at": cast.at}
        module = services.add_module(release=draft, title=title, **by)
        services.add_resource(module=module, kind="page", title=title, body="Read.", **by)


def test_parts_of_a_draft_are_changed_moved_and_removed(
    cast: Cast, make_draft: Callable[..., Release], sign_in: SignIn
) -> None:
    release = make_draft()
    desk = Desk(sign_in(cast.creator), cast)
    desk.draft = f"courses/{release.course.public_id}/draft/"

    def outline() -> list[tuple[str, list[str]]]:
        modules = desk.send(desk.draft, None, "GET").json()["modules"]
        return [(module["title"], [each["title"] for each in module["resources"]]) for module in modules]

    first, second = desk.send(desk.draft, None, "GET").json()["modules"]
    page, module = f"{desk.draft}resources/{first['resources'][0]['key']}/", f"{desk.draft}modules/{second['key']}/"
    assert desk.send(page, {"title": "New"}, "PATCH").status_code == 428
    read = desk.send(page, None, "GET")
    seen = {"If-Match": read["ETag"]}
    changed = desk.send(page, {"title": "New", "body": "**Bold**"}, "PATCH", **seen)
    assert (changed.status_code, changed.json()["minutes"]) == (200, read.json()["minutes"])
    assert "<strong>Bold</strong>" in changed.json()["body_html"]
    assert desk.send(page, {"title": "Again"}, "PATCH", **seen).status_code == 412
    moved = desk.send(page, {"module": second["key"], "place": 1}, "PATCH", **{"If-Match": changed["ETag"]})
    assert moved.status_code == 200, moved.content
    assert outline() == [("The note", []), ("The draft", ["New", "Further reading", "End"])]
    etag = desk.send(module, None, "GET")["ETag"]
    named = desk.send(module, {"title": "Drafts", "place": 1}, "PATCH", **{"If-Match": etag})
    assert (named.status_code, outline()[0][0]) == (200, "Drafts")
    assert desk.send(module, {"title": "Late"}, "PATCH", **{"If-Match": etag}).status_code == 412
    assert desk.send(page, None, "DELETE").status_code == 204
    assert desk.send(page, None, "DELETE").status_code == 404
    assert desk.send(module, None, "DELETE").status_code == 204
    assert outline() == [("The note", [])]


def test_parts_are_changed_by_those_who_may_and_in_drafts_only(
    cast: Cast, make_draft: Callable[..., Release], sign_in: SignIn
) -> None:
    release = make_draft()
    key = release.modules.first().key  # type: ignore[union-attr]
    path = f"courses/{release.course.public_id}/draft/modules/{key}/"
    for person, status in ((cast.content_reviewer, 403), (cast.stranger_admin, 404)):
        assert Desk(sign_in(person), cast).send(path, None, "DELETE").status_code == status
    services.submit_release(release=release, actor=cast.creator, at=release.changed_at)
    refused = Desk(sign_in(cast.creator), cast).send(path, None, "DELETE")
    assert (refused.status_code, refused.json()["code"]) == (409, "release_is_closed")
