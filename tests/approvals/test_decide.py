"""Approving, sending back, taking back."""

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from igot.accounts.models import Role, User
from igot.approvals import access, queries, services
from igot.approvals.models import Request, Step
from igot.journal.models import FactRow, Heartbeat
from igot.kernel.errors import Conflict, Denied, NotFound, Refused
from tests.approvals.conftest import Effects
from tests.cast import Cast


def state(request: Request) -> tuple[str, list[str]]:
    fresh = queries.request(request.public_id)
    return fresh.state, [step.state for step in queries.steps_of(fresh)]


def test_opening_opens_the_first_step_and_publishes(request_open: Request) -> None:
    assert state(request_open) == ("pending", ["open", "waiting"])
    assert FactRow.objects.filter(kind="approvals.RequestOpened", subject_id=str(request_open.public_id)).count() == 1


def test_a_second_request_about_the_same_subject_is_a_conflict(
    cast: Cast, request_open: Request, now: datetime
) -> None:
    with pytest.raises(Conflict):
        services.open_request(
            kind="tests.leave",
            subject_id=request_open.subject_id,
            organisation=cast.istm,
            title="again",
            actor=cast.creator,
            at=now,
        )


def test_the_last_yes_causes_the_effect(cast: Cast, request_open: Request, effects: Effects, now: datetime) -> None:
    services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    assert state(request_open) == ("pending", ["approved", "open"])
    assert effects.seen == [("step", "review")]
    services.approve(request=request_open, comment="Good.", actor=cast.publisher, at=now)
    assert state(request_open) == ("approved", ["approved", "approved"])
    assert effects.seen == [("step", "review"), ("approved",)]
    assert Heartbeat.objects.filter(name="effect").exists()


def test_an_effect_that_raises_leaves_everything_as_it_was(
    cast: Cast, request_open: Request, effects: Effects, now: datetime
) -> None:
    services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    effects.breaks = True
    facts = FactRow.objects.count()
    with pytest.raises(RuntimeError):
        services.approve(request=request_open, actor=cast.publisher, at=now)
    assert state(request_open) == ("pending", ["approved", "open"])
    assert not Heartbeat.objects.filter(name="effect").exists()
    assert FactRow.objects.count() == facts


def test_sending_back_needs_a_comment_and_cancels_the_rest(
    cast: Cast, request_open: Request, effects: Effects, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        services.send_back(request=request_open, comment="  ", actor=cast.content_reviewer, at=now)
    assert "comment" in refusal.value.fields
    services.send_back(request=request_open, comment="Add the dates.", actor=cast.content_reviewer, at=now)
    assert state(request_open) == ("returned", ["returned", "cancelled"])
    assert effects.seen == [("returned", "Add the dates.")]


def test_after_a_return_the_same_subject_can_be_asked_for_again(
    cast: Cast, request_open: Request, now: datetime
) -> None:
    services.send_back(request=request_open, comment="No.", actor=cast.content_reviewer, at=now)
    again = services.open_request(
        kind="tests.leave",
        subject_id=request_open.subject_id,
        organisation=cast.istm,
        title="again",
        actor=cast.creator,
        at=now,
    )
    assert {found.pk for found in queries.history("tests.leave", request_open.subject_id)} == {
        request_open.pk,
        again.pk,
    }


def test_the_one_who_asked_takes_it_back(cast: Cast, request_open: Request, effects: Effects, now: datetime) -> None:
    services.withdraw(request=request_open, actor=cast.creator, at=now)
    assert state(request_open) == ("withdrawn", ["cancelled", "cancelled"])
    assert effects.seen == [("withdrawn",)]
    with pytest.raises(Conflict):
        services.approve(request=request_open, actor=cast.content_reviewer, at=now)


def test_the_one_who_asked_cannot_decide(cast: Cast, request_open: Request, now: datetime) -> None:
    cast.grant(cast.creator, Role.CONTENT_REVIEWER, cast.istm)
    with pytest.raises(Denied):
        services.approve(request=request_open, actor=cast.creator, at=now)
    with pytest.raises(Denied):
        access.request_to_decide(cast.creator, request_open.public_id)


def test_an_earlier_decider_cannot_decide_a_later_step(cast: Cast, request_open: Request, now: datetime) -> None:
    cast.grant(cast.content_reviewer, Role.CONTENT_PUBLISHER, cast.istm)
    services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    with pytest.raises(Denied):
        services.approve(request=request_open, actor=cast.content_reviewer, at=now)
    assert request_open not in queries.waiting_for(cast.content_reviewer, now)


def test_a_small_provider_may_switch_four_eyes_off(cast: Cast, effects: Effects, now: datetime) -> None:
    small = cast.organisation(cast.dopt, "SMALL", "Small provider", "provider", four_eyes=False)
    alone = cast.grant(
        cast.grant(cast.person("alone", small), Role.CONTENT_REVIEWER, small), Role.CONTENT_PUBLISHER, small
    )
    request = services.open_request(
        kind="tests.leave", subject_id=uuid4(), organisation=small, title="Mine", actor=alone, at=now
    )
    assert list(queries.waiting_for(alone, now)) == [request]
    for _step in range(2):
        services.approve(request=access.request_to_decide(alone, request.public_id), actor=alone, at=now)
    assert state(request)[0] == "approved"


def test_a_step_that_was_decided_meanwhile_is_a_conflict(cast: Cast, request_open: Request, now: datetime) -> None:
    services.approve(request=request_open, step=1, actor=cast.content_reviewer, at=now)
    with pytest.raises(Conflict):
        services.approve(request=request_open, step=1, actor=cast.publisher, at=now)
    assert state(request_open) == ("pending", ["approved", "open"])


def test_doors_know_strangers_onlookers_and_deciders(cast: Cast, request_open: Request) -> None:
    with pytest.raises(NotFound):
        access.request_to_see(cast.stranger_admin, request_open.public_id)
    with pytest.raises(NotFound):
        access.request_to_see(cast.learner, request_open.public_id)
    assert access.request_to_see(cast.admin, request_open.public_id) == request_open
    with pytest.raises(Denied):
        access.request_to_decide(cast.admin, request_open.public_id)
    with pytest.raises(Denied):
        access.request_to_decide(cast.publisher, request_open.public_id)
    with pytest.raises(Denied):
        access.request_to_withdraw(cast.admin, request_open.public_id)
    assert access.request_to_decide(cast.content_reviewer, request_open.public_id) == request_open


def test_it_waits_for_those_who_can_decide_it_and_nobody_else(cast: Cast, request_open: Request, now: datetime) -> None:
    assert list(queries.waiting_for(cast.content_reviewer, now)) == [request_open]
    for other in (cast.publisher, cast.creator, cast.admin, cast.stranger_admin, cast.learner):
        assert list(queries.waiting_for(other, now)) == []


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_decide_once(cast: Cast, request_open: Request, effects: Effects, now: datetime) -> None:
    second = cast.grant(cast.person("second_reviewer", cast.istm), Role.CONTENT_REVIEWER, cast.istm)
    ready, outcomes = threading.Barrier(2), []

    def decide(actor: object) -> None:
        try:
            request = queries.request(request_open.public_id)
            ready.wait(timeout=10)
            services.approve(request=request, step=1, actor=actor, at=now)
            outcomes.append("decided")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[actor]) for actor in (cast.content_reviewer, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["conflict", "decided"]
    assert effects.seen == [("step", "review")]
    assert Step.objects.filter(request=request_open, state="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_return_at_once_are_one_decision(
    cast: Cast, request_open: Request, effects: Effects, now: datetime
) -> None:
    second = cast.grant(cast.person("second_reviewer", cast.istm), Role.CONTENT_REVIEWER, cast.istm)
    ready, outcomes = threading.Barrier(2), []

    def decide(actor: object, says_yes: bool) -> None:
        try:
            request = queries.request(request_open.public_id)
            ready.wait(timeout=10)
            if says_yes:
                services.approve(request=request, step=1, actor=actor, at=now)
            else:
                services.send_back(request=request, step=1, comment="Mend it.", actor=actor, at=now)
            outcomes.append("approved" if says_yes else "returned")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    pairs = [(cast.content_reviewer, True), (second, False)]
    threads = [threading.Thread(target=decide, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert outcomes.count("conflict") == 1
    decided = next(outcome for outcome in outcomes if outcome != "conflict")
    assert state(request_open)[0] == ("pending" if decided == "approved" else "returned")
    facts = FactRow.objects.filter(subject_id=str(request_open.public_id), kind="approvals.RequestReturned")
    assert facts.count() == (decided == "returned")


def test_a_decider_whose_role_ended_meanwhile_decides_nothing(cast: Cast, request_open: Request, now: datetime) -> None:
    reviewer = cast.content_reviewer
    assert access.request_to_decide(reviewer, request_open.public_id)
    reviewer.grants.update(ends_at=now - timedelta(days=1))
    with pytest.raises(NotFound):
        access.request_to_decide(User.objects.get(pk=reviewer.pk), request_open.public_id)
