"""FRACing as its people see it: pages and endpoints."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from competencies.framework.models import Competency, Revision
from igot.approvals.models import Request
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def form_of(item: Competency, **changes: str) -> dict[str, str]:
    levels = {f"level_{row.level}": row.text for row in item.descriptors.all()}
    return {
        "kind": item.kind,
        "code": item.code,
        "name": item.name,
        "definition": item.definition,
        "node": item.node.code if item.node else "",
        "scale": item.scale.code,
        "aliases": "\n".join(item.aliases.values_list("name", flat=True)),
        **levels,
        **changes,
    }


def decide(client: Client, request: Request, **values: str) -> Any:
    step = request.steps.get(state="open").number
    return client.post(reverse("approval_decide", args=[request.public_id]), {"step": str(step), **values})


def test_a_new_version_goes_from_the_dictionary_to_the_dictionary(
    sign_in: Any, dictionary: dict, fracers: SimpleNamespace, cast: Cast
) -> None:
    noting = dictionary["FUN-001"]
    author, technical, board = (sign_in(each) for each in (fracers.author, fracers.technical, fracers.board))
    assert (
        "Begin a new version"
        in author.get(reverse("frac_item", args=["dopt", "competency", noting.public_id])).content.decode()
    )
    begun = author.post(reverse("frac_revise", args=["dopt", "competency", noting.public_id]))
    revision = Revision.objects.get()
    assert begun["Location"] == reverse("revision_edit", args=["dopt", revision.public_id])
    values = form_of(noting, definition="Writes notes for files.", definition_hi="टिप्पण लिखता है।", reason="Asked for")
    assert author.post(begun["Location"], values).status_code == 302
    page = reverse("revision", args=["dopt", revision.public_id])
    text = author.get(page).content.decode()
    assert "<ins>" in text and "<del>" in text and "Submit for review" in text
    assert author.post(reverse("revision_submit", args=["dopt", revision.public_id])).status_code == 302
    request = Request.objects.get()
    assert "Waits for your decision" in technical.get(reverse("frac", args=["goi"])).content.decode()
    assert "Your decision" in technical.get(page).content.decode()
    assert "Your decision" not in board.get(page).content.decode()
    assert decide(technical, request, decision="return").status_code == 422
    assert decide(technical, request, decision="return", comment="Name the files.").status_code == 302
    text = author.get(page).content.decode()
    assert "Name the files." in text and "Returned by" in text
    author.post(reverse("revision_submit", args=["dopt", revision.public_id]))
    again = Request.objects.get(state="pending")
    assert decide(technical, again, decision="approve").status_code == 302
    assert decide(board, again, decision="approve", comment="Good").status_code == 302
    reader = sign_in(cast.stranger)
    assert "Writes notes for files." in reader.get(reverse("competency", args=[noting.public_id])).content.decode()
    versions = reverse("item_versions", args=["competency", noting.public_id])
    text = reader.get(versions).content.decode()
    assert "<ins>" in text and "Approved" in text and "Name the files." not in text
    assert "Name the files." in author.get(versions).content.decode()


def test_nothing_typed_is_lost_and_what_is_missing_is_named(
    sign_in: Any, dictionary: dict, fracers: SimpleNamespace
) -> None:
    author = sign_in(fracers.author)
    page = reverse("frac_new", args=["dopt", "competency"])
    long = author.post(page, {"kind": "functional", "scale": "frac-5", "name": "x" * 200, "definition": "Kept text"})
    assert long.status_code == 422 and "Kept text" in long.content.decode() and not Revision.objects.exists()
    saved = author.post(page, {"kind": "functional", "scale": "frac-5", "name": "Judgement", "level_1_hi": "पहला"})
    text = author.get(saved["Location"]).content.decode()
    assert "Before it can be submitted" in text and "Another competency is called" in text
    assert "Level 2: say what it looks like." in text and "Submit for review" not in text
    revision = Revision.objects.get()
    refused = author.post(reverse("revision_submit", args=["dopt", revision.public_id]))
    assert refused.status_code == 422 and "Level 2: say what it looks like." in refused.content.decode()
    assert author.post(reverse("revision_discard", args=["dopt", revision.public_id])).status_code == 302
    assert not Revision.objects.exists()


def test_a_second_tab_does_not_replace_what_the_first_one_saved_without_saying_so(
    sign_in: Any, dictionary: dict, written: Callable, fracers: SimpleNamespace
) -> None:
    revision = written(dictionary["FUN-001"])
    page, author = reverse("revision_edit", args=["dopt", revision.public_id]), sign_in(fracers.author)
    form = author.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    first = {**typed, "definition": "From the first tab", "seen": revision.changed_at.isoformat()}
    assert author.post(page, first).status_code == 302
    second = author.post(page, {**first, "definition": "From the second tab"})
    text = second.content.decode()
    assert second.status_code == 409 and "From the second tab" in text and "in another tab" in text
    revision.refresh_from_db()
    assert revision.content["definition"] == "From the first tab"
    assert author.post(page, {**first, "seen": second.context["seen"], "definition": "Both"}).status_code == 302


def test_what_is_on_its_way_is_nobodys_business_elsewhere(
    sign_in: Any, dictionary: dict, written: Callable, fracers: SimpleNamespace, cast: Cast
) -> None:
    revision = written(dictionary["FUN-001"])
    page = reverse("revision", args=["dopt", revision.public_id])
    for person in (fracers.elsewhere, cast.learner, cast.stranger_admin):
        assert sign_in(person).get(page).status_code == 404
    assert sign_in(fracers.elsewhere).get(reverse("revision", args=["exp", revision.public_id])).status_code == 404
    assert sign_in(cast.admin).get(page).status_code == 200
    edit = reverse("revision_edit", args=["dopt", revision.public_id])
    assert sign_in(fracers.author2).get(edit).status_code == 403
    busy = sign_in(fracers.elsewhere).post(
        reverse("frac_revise", args=["exp", "competency", revision.item_id]), follow=True
    )
    assert "already working on a new version" in busy.content.decode()


def test_the_filters_count_what_they_would_leave(sign_in: Any, dictionary: dict, cast: Cast) -> None:
    client = sign_in(cast.learner)
    text = client.get(reverse("competency_list")).content.decode()
    assert 'href="?area=behavioural"' in text and 'href="?theme=f.office"' in text
    text = client.get(reverse("competency_list"), {"theme": "f.office", "q": "noting"}).content.decode()
    assert "1 competency" in text and "Judgement" not in text
    assert "2 competencies" in client.get(reverse("competency_list"), {"theme": "nowhere"}).content.decode()
    Competency.objects.filter(code="BEH-001").update(status="retired")
    text = client.get(reverse("competency_list"), {"status": "retired"}).content.decode()
    assert "Judgement" in text and "1 competency" in text


def test_the_other_dictionaries_have_the_same_pages(sign_in: Any, position: None, cast: Cast) -> None:
    client = sign_in(cast.learner)
    for slug, name in (("roles", "Case Initiator"), ("positions", "SO (Training)"), ("resources", "Manual of Office")):
        text = client.get(f"/competencies/{slug}/").content.decode()
        assert name in text
        assert client.get(f"/competencies/{slug}/", {"q": "nothing like it"}).status_code == 200
    assert client.get("/competencies/unicorns/").status_code == 404
    body = client.get("/api/v1/dictionaries/roles/", {"q": "initiator"}).json()
    assert [found["code"] for found in body["results"]] == ["ROLE-1"]


def test_lists_say_of_each_kind_what_tells_its_entries_apart(sign_in: Any, position: None, cast: Cast) -> None:
    reader = sign_in(cast.learner)
    assert "Section Officer" in reader.get("/competencies/positions/").content.decode()
    resources = reader.get("/competencies/resources/").content.decode()
    assert "Manual · DARPG" in resources and "Kept by" not in resources


def test_programs_write_and_submit_as_authors_do(
    sign_in: Any, dictionary: dict, fracers: SimpleNamespace, cast: Cast
) -> None:
    client = sign_in(fracers.author)
    item = str(dictionary["FUN-001"].public_id)
    revisions = f"/api/v1/organisations/{cast.dopt.public_id}/revisions/"

    def send(method: str, url: str, **values: Any) -> Any:
        return getattr(client, method)(url, values, content_type="application/json")

    begun = send("post", revisions, dictionary="competency", item=item, reason="By a program")
    assert begun.status_code == 201
    body = begun.json()
    one = f"{revisions}{body['id']}/"
    assert (body["version"], body["problems"], body["content"]["code"]) == (2, {}, "FUN-001")
    broken = send("put", one, content={**body["content"], "name": ""})
    assert broken.json()["problems"] == {"name": ["Fill this in."]}
    assert send("put", one, content=body["content"], seen=body["changed_at"]).status_code == 409
    assert send("post", f"{one}submit/").status_code == 422
    assert send("put", one, content=body["content"]).status_code == 200
    submitted = send("post", f"{one}submit/").json()
    assert submitted["status"] == "submitted" and submitted["approval"]
    assert [row["action"] for row in submitted["decisions"]] == ["submitted"]
    assert send("delete", one).status_code == 409
    assert [found["id"] for found in client.get(revisions).json()["results"]] == [body["id"]]
    assert send("post", f"{one}take-back/").json()["status"] == "draft"
    assert sign_in(fracers.elsewhere).get(one).status_code == 404
    wording = client.get(f"/api/v1/dictionaries/competencies/{item}/").json()
    assert wording["content"]["aliases"] == ["File noting"]
    assert client.get(f"/api/v1/dictionaries/competencies/{item}/versions/").json() == []


@pytest.mark.parametrize(
    "content",
    [
        {"colour": "red"},
        {"name": ["x"]},
        {"descriptors": "x"},
        {"descriptors": [{"level": "1"}]},
        {"descriptors": [{"level": True}]},
        {"aliases": [{"a": 1}]},
        {"requirements": []},
    ],
)
def test_what_is_no_wording_is_refused_before_it_is_kept(
    sign_in: Any, dictionary: dict, fracers: SimpleNamespace, cast: Cast, content: dict
) -> None:
    url = f"/api/v1/organisations/{cast.dopt.public_id}/revisions/"
    values = {"dictionary": "competency", "content": content}
    answer = sign_in(fracers.author).post(url, values, content_type="application/json")
    assert answer.status_code == 422 and next(iter(content)) in answer.content.decode()
    assert not Revision.objects.exists()
