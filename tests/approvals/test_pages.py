"""The inbox and the decision page."""

from datetime import datetime
from uuid import uuid4

from django.core import mail
from django.urls import reverse
from django.utils import translation

from igot.accounts.models import Role
from igot.approvals import queries, services
from igot.approvals.models import Request
from igot.kernel.tenancy import subtree
from igot.notifications.models import Notice
from igot.notifications.services import send_next
from tests.cast import Cast


def page(request: Request, name: str = "approval") -> str:
    return reverse(name, kwargs={"public_id": request.public_id})


def test_anonymous_people_are_sent_to_sign_in(sign_in, request_open: Request) -> None:
    for url in (reverse("approvals"), page(request_open)):
        answer = sign_in(None).get(url)
        assert answer.status_code == 302 and "login" in answer["Location"]
    assert sign_in(None).post(page(request_open, "approval_decide")).status_code == 302


def test_a_stranger_gets_not_found(sign_in, cast: Cast, request_open: Request) -> None:
    for person in (cast.stranger_admin, cast.learner):
        client = sign_in(person)
        assert client.get(page(request_open)).status_code == 404
        assert client.post(page(request_open, "approval_decide"), {"step": 1, "decision": "approve"}).status_code == 404
        assert client.post(page(request_open, "approval_withdraw")).status_code == 404
    assert client.get(page(Request(public_id=uuid4()))).status_code == 404


def test_those_who_may_only_look_are_denied_the_decision(sign_in, cast: Cast, request_open: Request) -> None:
    for person in (cast.admin, cast.publisher, cast.creator):
        client = sign_in(person)
        answer = client.get(page(request_open))
        assert answer.status_code == 200 and b'name="decision"' not in answer.content
        assert client.post(page(request_open, "approval_decide"), {"step": 1, "decision": "approve"}).status_code == 403


def test_the_inbox_lists_what_waits_for_me_and_says_when_nothing_does(
    sign_in, cast: Cast, request_open: Request
) -> None:
    assert b"Ten days in June" in sign_in(cast.content_reviewer).get(reverse("approvals")).content
    for other in (cast.publisher, cast.creator, cast.stranger_admin):
        assert b"Nothing waits for you" in sign_in(other).get(reverse("approvals")).content
    assert b"Ten days in June" in sign_in(cast.creator).get(reverse("approvals") + "?asked=1").content


def test_it_reaches_a_decider_who_serves_elsewhere(sign_in, cast: Cast, effects, now: datetime) -> None:
    """The Commission's people serve in the Commission, and decide for every ministry."""
    above = cast.grant(cast.person("above", cast.cbc), Role.CONTENT_REVIEWER, cast.goi)
    found = services.open_request(
        kind="tests.leave", subject_id=uuid4(), organisation=cast.istm, title="From below", actor=cast.creator, at=now
    )
    client = sign_in(above)
    assert b"From below" in client.get(reverse("approvals")).content
    assert client.post(page(found, "approval_decide"), {"step": 1, "decision": "approve"}).status_code == 302
    assert queries.open_step(found).number == 2


def test_a_decider_sees_the_summary_and_approves(sign_in, cast: Cast, request_open: Request) -> None:
    client = sign_in(cast.content_reviewer)
    answer = client.get(page(request_open))
    assert b"<dt>Days</dt><dd>10</dd>" in answer.content and b'href="/o/istm/"' in answer.content
    answer = client.post(page(request_open, "approval_decide"), {"step": 1, "decision": "approve"}, follow=True)
    assert "You approved" in answer.content.decode()
    assert client.get(page(request_open)).status_code == 200


def test_a_return_without_comment_comes_back_with_the_field_marked(sign_in, cast: Cast, request_open: Request) -> None:
    answer = sign_in(cast.content_reviewer).post(
        page(request_open, "approval_decide"), {"step": 1, "decision": "return", "comment": "  "}
    )
    assert answer.status_code == 422
    assert "Write what has to be changed" in answer.content.decode()
    assert queries.request(request_open.public_id).state == "pending"


def test_the_requester_reads_the_comment_and_the_history(
    sign_in, cast: Cast, request_open: Request, now: datetime
) -> None:
    services.send_back(request=request_open, comment="Add the dates.", actor=cast.content_reviewer, at=now)
    again = services.open_request(
        kind="tests.leave",
        subject_id=request_open.subject_id,
        organisation=cast.istm,
        title="Again",
        actor=cast.creator,
        at=now,
    )
    assert "Add the dates." in sign_in(cast.creator).get(page(request_open)).content.decode()
    assert "Add the dates." in sign_in(cast.content_reviewer).get(page(again)).content.decode()


def test_a_step_decided_meanwhile_is_answered_as_a_conflict(
    sign_in, cast: Cast, request_open: Request, now: datetime
) -> None:
    both = cast.grant(cast.person("both", cast.istm), Role.CONTENT_REVIEWER, cast.istm)
    cast.grant(both, Role.CONTENT_PUBLISHER, cast.istm)
    services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    answer = sign_in(both).post(page(request_open, "approval_decide"), {"step": 1, "decision": "approve"})
    assert answer.status_code == 409
    assert queries.open_step(request_open).number == 2


def test_the_one_who_asked_takes_it_back_on_the_page(sign_in, cast: Cast, request_open: Request) -> None:
    client = sign_in(cast.creator)
    assert client.post(page(request_open, "approval_withdraw")).status_code == 302
    assert queries.request(request_open.public_id).state == "withdrawn"
    assert client.post(page(request_open, "approval_withdraw")).status_code == 409


def test_deciders_and_then_the_requester_are_told(cast: Cast, request_open: Request, drain, now: datetime) -> None:
    drain()
    told = Notice.objects.filter(kind="approvals.waiting")
    assert {notice.person_id for notice in told.all()} == {cast.content_reviewer.pk}
    services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    drain()
    assert {notice.person_id for notice in told.all()} == {cast.content_reviewer.pk, cast.publisher.pk}
    services.send_back(request=request_open, comment="Not in June.", actor=cast.publisher, at=now)
    drain()
    assert Notice.objects.get(person=cast.creator, kind="approvals.returned").values["comment"] == "Not in June."
    while send_next(at=now):
        pass
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email for person in (cast.content_reviewer, cast.publisher, cast.creator)
    )


def test_the_page_speaks_hindi(sign_in, cast: Cast, request_open: Request) -> None:
    client = sign_in(cast.content_reviewer)
    client.cookies["language"] = "hi"
    text = client.get(page(request_open)).content.decode()
    assert "आपका निर्णय" in text and "Your decision" not in text


def test_another_organisations_requests_stay_out_of_scope(cast: Cast, request_open: Request) -> None:
    with subtree(cast.mof):
        assert not Request.objects.exists()
    with subtree(cast.dopt):
        assert Request.objects.exists()


def test_the_title_of_a_request_is_read_in_the_readers_language() -> None:
    title, hindi = "Plan", "योजना"
    found = Request(title=title, details={"titles": {"hi": hindi}})
    with translation.override("hi"):
        assert found.title_here == hindi
    with translation.override("en"):
        assert found.title_here == title
    assert Request(title=title).title_here == title
