"""Workplace checks: who is asked, what is revealed, and what is not."""

import threading
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from competencies.evidence import queries, services, tasks
from competencies.evidence.models import Attainment, CheckAnswer, CheckInvitation, Evidence, WorkplaceCheck
from igot.accounts.models import User
from igot.kernel.errors import Conflict, Refused
from igot.kernel.tenancy import everywhere
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def check(cast: Cast, team: SimpleNamespace, now: datetime) -> WorkplaceCheck:
    """The learner's, of whom their supervisor and four peers are asked."""
    return services.open_check(learner=cast.learner, competency=team.noting, actor=team.boss, at=now)


def answer(check: WorkplaceCheck, person: User, levels: list[int], at: datetime) -> None:
    invitation = queries.invitation_of(person, check.public_id)
    assert invitation is not None
    services.answer_check(invitation=invitation, levels=levels, at=at)


def test_those_who_see_the_work_are_asked_and_told(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, drain
) -> None:
    drain()
    asked = dict(CheckInvitation.objects.values_list("person", "relation"))
    assert asked == {
        cast.learner.pk: "self",
        team.boss.pk: "supervisor",
        **{peer.pk: "peer" for peer in team.peers},
    }
    assert Notice.objects.filter(kind="competencies.check_asked").count() == 6


def test_the_middle_answer_counts_and_is_evidence_up_to_level_three(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime, drain
) -> None:
    for person, levels in zip(
        [cast.learner, team.boss, *team.peers],
        [[5, 5, 5], [4, 3, 2], [4, 4, 4], [4, 4, 0], [5, 4, 4], [0, 0, 0]],
        strict=True,
    ):
        answer(check, person, levels, now)
    check.refresh_from_db()
    assert check.state == "counted"
    assert check.result == {"answers": 5, "level": 4, "questions": [4, 4, 4], "groups": {}}
    drain()
    assert Evidence.objects.get().level == 4 and Attainment.objects.get().level == 3
    assert not CheckAnswer.objects.exists()


def test_under_four_answers_nothing_is_revealed_to_anybody(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime, drain, sign_in
) -> None:
    for person in (cast.learner, team.boss, team.peers[0]):
        answer(check, person, [2, 2, 2], now)
    # Somebody who cannot say is not an answer.
    answer(check, team.peers[1], [0, 0, 0], now)
    assert services.close_due(at=check.closes_at - timedelta(seconds=1)) == 0
    assert services.close_due(at=check.closes_at) == 1
    assert services.close_due(at=check.closes_at) == 0
    check.refresh_from_db()
    assert (check.state, check.result) == ("too_few", {})
    assert not CheckAnswer.objects.exists() and not Evidence.objects.exists()
    drain()
    for person in (cast.learner, team.boss):
        text = sign_in(person).get(reverse("check", args=[check.public_id])).content.decode()
        assert "Nothing is revealed" in text and "Together they say" not in text
    assert sign_in(team.stranger).get(reverse("check", args=[check.public_id])).status_code == 404


def test_a_question_that_fewer_than_four_could_answer_is_kept_back(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime, sign_in
) -> None:
    said = [[5, 5, 5], [4, 3, 2], [4, 4, 0], [4, 4, 0], [5, 4, 0], [5, 0, 0]]
    for person, levels in zip([cast.learner, team.boss, *team.peers], said, strict=True):
        answer(check, person, levels, now)
    check.refresh_from_db()
    # Two answered the third question: their middle is the lower one, the supervisor's own word.
    assert check.result["questions"] == [4, 4, 0]
    assert "fewer than four could say" in sign_in(cast.learner).get(reverse("check", args=[check.public_id])).text


def test_an_answer_has_no_name_no_time_and_no_order() -> None:
    fields = {field.name for field in CheckAnswer._meta.fields}
    assert fields == {"id", "check_of", "relation", "levels"}
    assert CheckAnswer._meta.pk.get_internal_type() == "UUIDField"


def test_a_person_answers_once_and_on_the_scale(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        answer(check, team.boss, [1, 7, 2], now)
    assert "q2" in refusal.value.fields
    answer(check, team.boss, [1, 2, 3], now)
    with pytest.raises(Conflict):
        answer(check, team.boss, [1, 2, 3], now)
    with pytest.raises(Conflict):
        answer(check, team.peers[0], [1, 2, 3], check.closes_at)
    assert CheckAnswer.objects.count() == 1


def test_a_second_check_waits(cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime) -> None:
    with pytest.raises(Conflict):
        services.open_check(learner=cast.learner, competency=team.noting, actor=cast.learner, at=now)
    services.close_check(check=check, at=check.closes_at)
    early = {"learner": cast.learner, "competency": team.noting, "actor": cast.learner}
    with pytest.raises(Refused):
        services.open_check(**early, at=check.closes_at + timedelta(days=29))
    assert services.open_check(**early, at=check.closes_at + timedelta(days=31)).state == "open"


def test_a_team_that_is_too_small_is_told_why(cast: Cast, team: SimpleNamespace, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        services.open_check(learner=cast.learner2, competency=team.noting, actor=cast.learner2, at=now)
    assert "1 could be asked" in str(refusal.value.message)


def test_a_check_is_opened_and_answered_on_the_pages(cast: Cast, team: SimpleNamespace, sign_in) -> None:
    boss = sign_in(team.boss)
    new = reverse("check_new", args=[cast.learner.public_id])
    assert boss.post(new, {}).status_code == 422
    page = boss.post(new, {"competency": str(team.noting.public_id)}).url
    for person in (team.boss, cast.learner, *team.peers[:2]):
        client = sign_in(person)
        assert "Answer in a minute" in client.get(reverse("checks")).content.decode()
        assert ("do you usually act" in client.get(page).text) is (person == cast.learner)
        assert client.post(page, {"q1": "3", "q2": "3"}).status_code == 422
        assert client.post(page, {"q1": "3", "q2": "3", "q3": "2"}).status_code == 302
    text = boss.get(page).content.decode()
    assert "4 of 6 have answered" in text
    assert "You have answered" in sign_in(team.peers[0]).get(page).content.decode()
    assert sign_in(team.peers[0]).post(reverse("check_cancel", args=[page.split("/")[2]])).status_code == 404
    WorkplaceCheck.objects.update(closes_at=datetime(2020, 1, 1, tzinfo=team.noting.organisation.created_at.tzinfo))
    tasks.close_due()
    assert "4 people answered. Together they say: level 3" in boss.get(page).content.decode()


def test_a_check_over_the_api(cast: Cast, team: SimpleNamespace, sign_in) -> None:
    client = sign_in(cast.learner)
    given = {"competency": str(team.noting.public_id)}
    made = client.post("/api/v1/me/checks/", given, content_type="application/json")
    assert made.status_code == 201 and made.json()["asked"] == 6
    path = f"/api/v1/checks/{made.json()['public_id']}/answers/"
    body = {"levels": [3, 3, 3]}
    assert sign_in(team.stranger).post(path, body, content_type="application/json").status_code == 404
    peer = sign_in(team.peers[0])
    assert [row["state"] for row in peer.get("/api/v1/me/checks/").json()] == ["open"]
    assert peer.post(path, body, content_type="application/json").status_code == 204
    assert peer.post(path, body, content_type="application/json").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_the_last_two_answers_at_once_count_the_check_once(
    cast: Cast, team: SimpleNamespace, check: WorkplaceCheck, now: datetime
) -> None:
    for person in (cast.learner, team.boss, *team.peers[:2]):
        answer(check, person, [3, 3, 3], now)
    ready, broken = threading.Barrier(2), []

    def last(person: User) -> None:
        try:
            with everywhere():
                ready.wait(timeout=10)
                answer(check, person, [3, 3, 3], now)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=last, args=[person]) for person in team.peers[2:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    check.refresh_from_db()
    assert not broken and check.state == "counted" and check.result["answers"] == 6
    assert Evidence.objects.count() == 1
