"""Retiring and merging take three people: an author proposes, a reviewer verifies, the Commission decides."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from competencies.evidence import services as evidence
from competencies.evidence.models import Evidence
from competencies.framework import services
from competencies.framework.models import Competency, Proposal, ReviewDecision
from competencies.framework.queries.proposals import preview
from competencies.insight.services import rebuild
from competencies.positions.models import Requirement
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied, Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
JSON = "application/json"


@pytest.fixture
def twin(dictionary: dict[str, Competency]) -> Competency:
    """A competency that is Noting and Drafting under another name."""
    noting = dictionary["FUN-001"]
    return Competency.objects.create(
        code="FUN-777",
        kind="functional",
        name="Noting & Drafting",
        definition="The same.",
        scale=noting.scale,
        organisation=noting.organisation,
        status="approved",
    )


@pytest.fixture
def proposed(cast: Cast, fracers: SimpleNamespace, now: datetime) -> Callable[..., Request]:
    """Propose; gives the request that waits for its reviewers."""

    def propose(item: Competency, other: Competency | None = None, change: str = "merge") -> Request:
        services.propose(
            kind="competency",
            organisation=cast.dopt,
            item=item,
            change=change,
            other=other,
            reason="One thing",
            actor=fracers.author,
            at=now,
        )
        return Request.objects.get(kind="competencies.proposal", state="pending")

    return propose


def shown(cast: Cast, competency: Competency, now: datetime) -> None:
    evidence.record(
        learner=cast.learner,
        competency=competency,
        level=3,
        kind="assessment",
        source_kind="tests.source",
        source_id=uuid4(),
        source_title="A paper",
        occurred_at=now,
        at=now,
    )


def test_an_item_goes_when_three_people_have_agreed(
    position: None, dictionary: dict, twin: Competency, proposed: Callable, fracers: SimpleNamespace, now: datetime
) -> None:
    noting = dictionary["FUN-001"]
    request = proposed(noting, twin)
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=fracers.author, at=now)
    approvals.approve(request=request, actor=fracers.technical, comment="The same", at=now)
    noting.refresh_from_db()
    assert noting.status == "approved"
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=fracers.technical, at=now)
    approvals.approve(request=request, actor=fracers.board, at=now)
    noting.refresh_from_db()
    assert (noting.status, noting.replaced_by) == ("retired", twin)
    assert Requirement.objects.filter(competency=twin).exists()
    log = ReviewDecision.objects.filter(item_id=noting.public_id).order_by("pk")
    assert [row.action for row in log] == ["proposed", "technically_verified", "merged"]
    assert len({row.decided_by_id for row in log}) == 3
    kinds = ["competencies.ProposalSubmitted", "competencies.ItemsMerged"]
    assert list(FactRow.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_the_deciders_see_what_has_changed_since(
    position: None,
    dictionary: dict,
    twin: Competency,
    proposed: Callable,
    fracers: SimpleNamespace,
    cast: Cast,
    sign_in: Any,
    now: datetime,
) -> None:
    noting = dictionary["FUN-001"]
    cast.learner  # noqa: B018 - a section officer, as the two authors are: the position asks it of three
    rebuild(at=now)
    request = proposed(noting, twin)
    found = Proposal.objects.get()
    assert found.figures["insight.asked"] == [3, 3] and found.figures["evidence.pieces"] == [0, 0]
    shown(cast, noting, now)
    row = next(each for each in preview(found) if each.name == "evidence.pieces")
    assert (row.before, row.count, row.people, row.has_changed) == (0, 1, 1, True)
    board = sign_in(fracers.technical)
    page = board.get(reverse("proposal", args=["dopt", found.public_id])).content.decode()
    assert "has changed since this was proposed" in page and "Your decision" in page
    assert (
        "1, of 1 people (when it was proposed: 0, of 0 people)"
        in board.get(reverse("approval", args=[request.public_id])).content.decode()
    )
    approvals.approve(request=request, actor=fracers.technical, at=now)
    approvals.approve(request=request, actor=fracers.board, at=now)
    found.refresh_from_db()
    assert found.outcome["evidence.pieces"] == [1, 1]
    assert next(each for each in preview(found) if each.name == "evidence.pieces").count == 1


def test_what_was_sent_back_or_taken_back_stays_in_force(
    dictionary: dict, twin: Competency, proposed: Callable, fracers: SimpleNamespace, cast: Cast, now: datetime
) -> None:
    noting = dictionary["FUN-001"]
    request = proposed(noting, twin)
    with pytest.raises(Conflict):
        proposed(noting, None, "retire")
    approvals.send_back(request=request, comment="Two things", actor=fracers.technical, at=now)
    again = proposed(noting, None, "retire")
    found = Proposal.objects.get(state="submitted")
    with pytest.raises(Denied):
        services.take_proposal_back(proposal=found, actor=fracers.author2, at=now)
    services.take_proposal_back(proposal=found, actor=fracers.author, at=now)
    with pytest.raises(Conflict):
        approvals.approve(request=again, actor=fracers.technical, at=now)
    noting.refresh_from_db()
    assert noting.status == "approved"
    assert set(Proposal.objects.values_list("state", flat=True)) == {"returned", "withdrawn"}


def test_what_can_no_longer_be_done_is_refused_when_it_is_decided(
    dictionary: dict, twin: Competency, proposed: Callable, fracers: SimpleNamespace, cast: Cast, now: datetime
) -> None:
    request = proposed(dictionary["FUN-001"], twin)
    approvals.approve(request=request, actor=fracers.technical, at=now)
    services.retire_item(kind="competency", item=twin, reason="Gone", actor=cast.reviewer, at=now)
    with pytest.raises(Refused) as refusal:
        approvals.approve(request=request, actor=fracers.board, at=now)
    assert "in force" in str(refusal.value.fields["comment"][0])
    assert Proposal.objects.get().state == "technically_verified"


def test_a_retired_competency_is_counted_for_what_took_its_place(
    position: None,
    dictionary: dict,
    twin: Competency,
    proposed: Callable,
    fracers: SimpleNamespace,
    cast: Cast,
    drain: Any,
    now: datetime,
) -> None:
    noting = dictionary["FUN-001"]
    shown(cast, noting, now)
    request = proposed(noting, twin, "retire")
    for decider in (fracers.technical, fracers.board):
        approvals.approve(request=request, actor=decider, at=now)
    drain()
    assert not Requirement.objects.filter(competency=noting).exists()
    assert [(row.learner, row.level) for row in Evidence.objects.filter(competency=twin)] == [(cast.learner, 3)]
    assert not twin.aliases.exists()


def test_pages_and_programs_propose_for_authors_only(
    sign_in: Any, position: None, dictionary: dict, twin: Competency, cast: Cast, fracers: SimpleNamespace
) -> None:
    noting = dictionary["FUN-001"]
    page = reverse("frac_merge", args=["dopt", "competency", noting.public_id])
    author = sign_in(fracers.author)
    text = author.get(page, {"other": "FUN-777"}).content.decode()
    assert "The two side by side" in text and "is re-pointed" in text and "courses that build it" in text
    wrong = author.post(page, {"into": "FUN-999", "reason": "Typed reason"})
    assert wrong.status_code == 422 and "Typed reason" in wrong.content.decode()
    assert sign_in(fracers.elsewhere).get(page).status_code == 404
    on_high = reverse("frac_merge", args=["goi", "competency", noting.public_id])
    assert sign_in(cast.reviewer).get(on_high).status_code == 403  # the Commission decides, and does not propose
    made = author.post(page, {"into": "FUN-777", "reason": "One"})
    found = Proposal.objects.get()
    assert made["Location"] == reverse("proposal", args=["dopt", found.public_id])
    work = sign_in(fracers.technical).get(reverse("frac", args=["goi"])).content.decode()
    assert "Merge ‘Noting and Drafting’ into ‘Noting &amp; Drafting’" in work
    assert (
        "Look at the proposal"
        in author.get(reverse("frac_item", args=["dopt", "competency", noting.public_id])).content.decode()
    )
    base = f"/api/v1/organisations/{cast.dopt.public_id}/"
    assert [each["change"] for each in author.get(f"{base}proposals/").json()["results"]] == ["merge"]
    body = author.get(f"{base}proposals/{found.public_id}/").json()
    assert body["approval"] and {row["label"] for row in body["resting"]}
    assert {(step["level"], step["counts_as"]) for step in body["levels"]} >= {(1, 1), (5, 5)}
    back = f"{base}proposals/{found.public_id}/take-back/"
    assert sign_in(fracers.author2).post(back, content_type=JSON).status_code == 403
    assert author.post(back, content_type=JSON).json()["state"] == "withdrawn"
    url = f"{base}dictionaries/competencies/{noting.public_id}/retire/"
    values = {"reason": "Covered", "replaced_by": str(twin.public_id)}
    assert author.post(url, values, content_type=JSON).status_code == 201
    assert author.post(url, values, content_type=JSON).status_code == 409
    again = reverse("proposal_take_back", args=["dopt", Proposal.objects.get(state="submitted").public_id])
    assert author.post(again).status_code == 302
