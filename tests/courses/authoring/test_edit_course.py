"""A provider's pages: who may open them, what is kept when something is wrong, two tabs, the outline."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.authoring import queries, services
from courses.authoring.models import Course, Module, Release, Resource
from igot.accounts.models import User
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from tests.cast import Cast
from tests.courses.samples import VTT, mp4, upload

SignIn = Callable[[User | None], Client]


def address(name: str, release: Release, **more: Any) -> str:
    return reverse(name, kwargs={"slug": "istm", "public_id": release.course.public_id, **more})


def text(response: Any) -> str:
    return response.content.decode()


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text(response))
    assert found, name
    return found[1]


GET_PAGES = ["course_edit", "course_preview", "course_changes"]
EDIT_PAGES = ["course_details", "course_competencies", "module_new"]


@pytest.mark.parametrize("name", GET_PAGES + EDIT_PAGES)
def test_strangers_and_learners_get_not_found(cast: Cast, sign_in: SignIn, draft: Release, name: str) -> None:
    for person in (cast.stranger_admin, cast.learner, cast.stranger):
        assert sign_in(person).get(address(name, draft)).status_code == 404
    assert sign_in(None).get(address(name, draft)).status_code == 302


@pytest.mark.parametrize("name", EDIT_PAGES)
def test_a_reviewer_may_look_but_not_change(cast: Cast, sign_in: SignIn, draft: Release, name: str) -> None:
    reviewer = sign_in(cast.content_reviewer)
    assert reviewer.get(address(name, draft)).status_code == 403
    for readable in GET_PAGES:
        assert reviewer.get(address(readable, draft)).status_code == 200


def test_a_course_of_another_organisation_is_not_found_under_one_s_own_address(
    cast: Cast, sign_in: SignIn, draft: Release
) -> None:
    there = reverse("course_edit", kwargs={"slug": "mof", "public_id": draft.course.public_id})
    assert sign_in(cast.stranger_admin).get(there).status_code == 404


def test_a_creator_begins_a_course_once_however_often_the_button_is_pressed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.creator)
    new = reverse("course_new", kwargs={"slug": cast.istm.slug})
    data = {"title": "टिप्पण और प्रारूपण", "language": "hi", "key": hidden(client.get(new), "key")}
    first, second = client.post(new, data), client.post(new, data)
    assert first.status_code == 302 and first["Location"] == second["Location"]
    assert Course.objects.get().slug == "tippan-aur-prarupan"


def test_an_empty_title_is_refused_and_the_rest_kept(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    response = client.post(address("course_details", draft), {"title": "", "summary": "Kept text", "language": "en"})
    assert response.status_code == 422 and "Kept text" in text(response)


def test_two_tabs_do_not_overwrite_each_other_unseen(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    page = queries.resources_of(draft)[0]
    there = address("resource_edit", draft, key=page.key)
    seen = hidden(client.get(there), "seen")
    data = {"title": "First tab", "body": "One", "minutes": "5", "mandatory": "on", "seen": seen}
    assert client.post(there, data).status_code == 302
    late = client.post(there, {**data, "title": "Second tab", "body": "Typed with care"})
    assert late.status_code == 409
    assert "Typed with care" in text(late) and "First tab" in text(late)
    again = client.post(there, {**data, "title": "Second tab", "body": "Typed with care", "seen": hidden(late, "seen")})
    assert again.status_code == 302
    page.refresh_from_db()
    assert page.title == "Second tab"


def test_two_tabs_of_the_description_meet_too(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    there = address("course_details", draft)
    data = {"title": "One", "language": "en", "visibility": "everyone", "seen": hidden(client.get(there), "seen")}
    assert client.post(there, data).status_code == 302
    late = client.post(there, {**data, "title": "Two"})
    assert late.status_code == 409 and "Two" in text(late)


def test_a_good_file_stays_uploaded_when_another_field_is_wrong(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    module = queries.outline(draft)[0]
    there = address("resource_new", draft, key=module.key, kind="video")
    key = hidden(client.get(there), "key")
    first = client.post(there, {"title": "", "key": key, "mandatory": "on", "file": upload("a.mp4", mp4())})
    assert first.status_code == 422 and "a.mp4" in text(first)
    second = client.post(there, {"title": "Film", "key": key, "mandatory": "on", "asset": hidden(first, "asset")})
    assert second.status_code == 302
    film = Resource.objects.get(title="Film")
    assert film.asset is not None and film.asset.seconds == 90 and film.minutes == 2


def test_a_refused_file_is_named_beside_its_field(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    there = address("resource_new", draft, key=queries.outline(draft)[0].key, kind="video")
    response = client.post(there, {"title": "Kept title", "file": upload("a.mp4", b"<html></html>", "video/mp4")})
    assert response.status_code == 422
    assert "web page under another name" in text(response) and "Kept title" in text(response)


def test_a_form_sent_twice_adds_one_resource(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    there = address("resource_new", draft, key=queries.outline(draft)[0].key, kind="page")
    data = {"title": "Twice", "body": "Text", "key": hidden(client.get(there), "key"), "mandatory": "on"}
    assert client.post(there, data).status_code == client.post(there, data).status_code == 302
    assert Resource.objects.filter(title="Twice").count() == 1


def test_a_file_of_somebody_else_cannot_be_attached(cast: Cast, sign_in: SignIn, draft: Release, now: datetime) -> None:
    theirs = services.store_asset(
        organisation=cast.exp, kind="video", file=upload("a.mp4", mp4()), actor=cast.stranger, at=now
    )
    there = address("resource_new", draft, key=queries.outline(draft)[0].key, kind="video")
    response = sign_in(cast.creator).post(there, {"title": "Film", "asset": str(theirs.public_id)})
    assert response.status_code == 404


def test_captions_come_with_the_video_and_go_again(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    there = address("resource_new", draft, key=queries.outline(draft)[0].key, kind="video")
    files = {"file": upload("a.mp4", mp4()), "captions": upload("a.vtt", VTT)}
    client.post(there, {"title": "Film", "mandatory": "on", "captions_language": "hi", **files})
    film = Resource.objects.get(title="Film")
    assert film.captions.get().language == "hi" and not queries.problems(draft)
    client.post(address("captions_remove", draft, key=film.key, language="hi"))
    assert [problem.field for problem in queries.problems(draft)] == ["transcript"]


def test_a_preview_of_a_page_saves_nothing_and_is_sanitised(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    page = queries.resources_of(draft)[0]
    data = {"title": "T", "body": "## Head\n\n<script>alert(1)</script> [x](javascript:alert(1))", "action": "preview"}
    response = sign_in(cast.creator).post(address("resource_edit", draft, key=page.key), data)
    assert response.status_code == 200 and "<h2>Head</h2>" in text(response)
    assert "<script>alert" not in text(response) and 'href="javascript' not in text(response)
    page.refresh_from_db()
    assert page.title != "T"


@pytest.mark.parametrize("url", ["http://example.org", "javascript:alert(1)", "example.org", "ftp://example.org/x"])
def test_a_link_must_be_https(cast: Cast, sign_in: SignIn, draft: Release, url: str) -> None:
    there = address("resource_new", draft, key=queries.outline(draft)[0].key, kind="link")
    response = sign_in(cast.creator).post(there, {"title": "Link", "url": url})
    assert response.status_code == 422 and "https://" in text(response)


def test_parts_move_within_and_over_modules(cast: Cast, draft: Release, now: datetime) -> None:
    by: dict[str, Any] = {"actor": cast.creator, "at": now}
    first, _second = queries.outline(draft)
    services.move_resource(resource=first.resources.all()[0], places=1, **by)
    assert [len(module.resources.all()) for module in queries.outline(draft)] == [0, 3]
    assert queries.resources_of(draft)[0].title == "What a note is for"
    services.move_module(module=first, places=1, **by)
    assert [module.title for module in queries.outline(draft)] == ["The draft", "The note"]
    services.move_module(module=first, places=5, **by)
    assert [module.place for module in queries.outline(draft)] == [1, 2]


def test_a_module_is_removed_after_a_question(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    module = queries.outline(draft)[0]
    there = address("module_remove", draft, key=module.key)
    assert client.get(there).status_code == 200 and Module.objects.count() == 2
    assert client.post(there).status_code == 302 and Module.objects.count() == 1


def test_a_competency_is_searched_and_put_on_the_course(
    cast: Cast, sign_in: SignIn, draft: Release, competency: Any
) -> None:
    client = sign_in(cast.creator)
    there = address("course_competencies", draft)
    assert "Noting" in text(client.get(there, {"q": "noting"}))
    assert client.post(there, {"competency": str(competency.public_id), "level": "4"}).status_code == 302
    assert draft.tags.get().level == 4
    assert client.post(there, {"competency": str(competency.public_id), "level": "9"}).status_code == 422
    client.post(address("course_untag", draft, competency=competency.public_id))
    assert not draft.tags.exists()


def test_what_is_missing_is_listed_with_a_way_to_each(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    release = services.create_course(organisation=cast.istm, title="Bare", actor=cast.creator, at=now)
    client = sign_in(cast.creator)
    page = text(client.get(address("course_edit", release)))
    assert "#id_summary" in page and "#id_licence" in page and "Submit for review" not in page
    assert client.post(address("course_submit", release)).status_code == 422


def test_the_way_to_publication_in_the_pages(cast: Cast, sign_in: SignIn, draft: Release, now: datetime) -> None:
    client = sign_in(cast.creator)
    assert client.post(address("course_submit", draft)).status_code == 302
    page = text(client.get(address("course_edit", draft)))
    assert "waits for a decision" in page and address("course_withdraw", draft) in page
    assert client.get(address("course_details", draft)).status_code == 409
    request = requests.history("courses.release", draft.public_id)[0]
    approvals.send_back(request=request, comment="Add an example, please.", actor=cast.content_reviewer, at=now)
    assert "Add an example, please." in text(client.get(address("course_edit", draft)))


def test_only_publishers_say_who_may_find_a_published_course(
    cast: Cast, sign_in: SignIn, published_course: Course
) -> None:
    there = reverse("course_visibility", kwargs={"slug": "istm", "public_id": published_course.public_id})
    assert sign_in(cast.creator).get(there).status_code == 403
    publisher = sign_in(cast.publisher)
    assert publisher.post(there, {"action": "visibility", "visibility": "shared"}).status_code == 302
    assert publisher.post(there, {"action": "share", "organisation": "nowhere"}).status_code == 422
    assert publisher.post(there, {"action": "share", "organisation": cast.dopt.slug}).status_code == 302
    assert sign_in(cast.learner).get(f"/courses/{published_course.slug}/").status_code == 200
    assert sign_in(cast.stranger).get(f"/courses/{published_course.slug}/").status_code == 404
    publisher.post(there, {"action": "unshare", "organisation": cast.dopt.slug})
    assert sign_in(cast.learner).get(f"/courses/{published_course.slug}/").status_code == 404


def test_the_pages_speak_hindi(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    client.cookies["language"] = "hi"
    page = text(client.get(address("course_edit", draft)))
    assert "टिप्पणी" in page and "समीक्षा के लिए भेजें" in page


def test_the_pages_of_a_course_cost_few_queries(
    cast: Cast, sign_in: SignIn, draft: Release, assert_queries: Any
) -> None:
    client = sign_in(cast.creator)
    client.get(address("course_edit", draft))
    with assert_queries("course_edit"):
        client.get(address("course_edit", draft))
    with assert_queries("course_admin_list"):
        client.get("/o/istm/courses/")


def test_the_list_is_searched_by_title(cast: Cast, sign_in: SignIn, draft: Release) -> None:
    client = sign_in(cast.creator)
    assert "Noting and Drafting" in text(client.get("/o/istm/courses/", {"q": "draft noting"}))
    assert "No course found" in text(client.get("/o/istm/courses/", {"q": "astronomy"}))
