"""Supervisors and assessors attest; every rating is kept; an objection withdraws one piece and no other."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from competencies.evidence import queries, services
from competencies.evidence.models import Attainment, Dispute, Evidence, Rating
from igot.accounts.models import RoleGrant
from igot.kernel.errors import Conflict, Denied, Refused
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def attest(team: SimpleNamespace, learner, rater, level: int, at: datetime, relation: str = "assessor") -> Rating:
    return services.attest(
        learner=learner,
        competency=team.noting,
        level=level,
        reason=f"I saw level {level}.",
        relation=relation,
        actor=rater,
        at=at,
    )


def level(learner) -> int:
    return Attainment.objects.get(learner=learner).level


def piece(rating: Rating) -> Evidence:
    return queries.evidence(Evidence.objects.get(source_id=rating.public_id).public_id)


def test_the_lower_middle_one_of_all_raters_counts_and_the_spread_is_shown(
    cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in
) -> None:
    attest(team, cast.learner, team.boss, 5, now, "supervisor")
    attest(team, cast.learner, team.assessor, 2, now)
    drain()
    assert level(cast.learner) == 2
    attest(team, cast.learner, team.assessor2, 4, now + timedelta(hours=1))
    drain()
    assert level(cast.learner) == 4
    text = sign_in(cast.learner).get(reverse("passbook")).content.decode()
    assert "3 people attest levels 2 to 5; together they support level 4" in text


def test_the_same_word_again_is_the_same_rating_and_another_word_takes_its_place(
    cast: Cast, team: SimpleNamespace, now: datetime, drain
) -> None:
    first = attest(team, cast.learner, team.boss, 3, now)
    assert attest(team, cast.learner, team.boss, 3, now) == first
    attest(team, cast.learner, team.boss, 2, now + timedelta(days=1))
    drain()
    assert level(cast.learner) == 2 and Rating.objects.count() == 2


@pytest.mark.parametrize(("given", "field"), [({"level": 9}, "level"), ({"reason": " "}, "reason")])
def test_a_level_off_the_scale_or_no_reason_is_refused(
    cast: Cast, team: SimpleNamespace, now: datetime, given: dict, field: str
) -> None:
    values = {"level": 3, "reason": "Seen.", **given}
    with pytest.raises(Refused) as refusal:
        services.attest(
            learner=cast.learner, competency=team.noting, **values, relation="assessor", actor=team.assessor, at=now
        )
    assert field in refusal.value.fields


def test_nobody_attests_themselves(team: SimpleNamespace, now: datetime) -> None:
    with pytest.raises(Refused):
        attest(team, team.assessor, team.assessor, 3, now)


def test_an_upheld_objection_withdraws_that_evidence_and_only_it(
    cast: Cast, team: SimpleNamespace, now: datetime, drain
) -> None:
    attest(team, cast.learner, team.assessor, 2, now)
    wrong = attest(team, cast.learner, team.boss, 5, now, "supervisor")
    attest(team, cast.learner, team.assessor2, 5, now)
    drain()
    assert level(cast.learner) == 5
    raised = services.dispute(evidence=piece(wrong), reason="Not seen.", actor=team.assessor, at=now)
    with pytest.raises(Conflict):
        services.dispute(evidence=piece(wrong), reason="Nor by me.", actor=cast.learner, at=now)
    for concerned in (team.assessor, team.boss, cast.learner):
        with pytest.raises(Denied):
            services.decide_dispute(dispute=raised, upheld=True, decision="So.", actor=concerned, at=now)
    services.decide_dispute(dispute=raised, upheld=True, decision="It was another team.", actor=team.assessor2, at=now)
    with pytest.raises(Conflict):
        services.decide_dispute(dispute=raised, upheld=False, decision="No.", actor=team.assessor2, at=now)
    drain()
    assert level(cast.learner) == 2
    assert Evidence.objects.exclude(withdrawal=None).count() == 1
    assert set(Notice.objects.filter(kind="competencies.dispute_upheld").values_list("person", flat=True)) == {
        team.assessor.pk,
        team.boss.pk,
        cast.learner.pk,
    }


def test_a_rejected_objection_changes_nothing(cast: Cast, team: SimpleNamespace, now: datetime, drain) -> None:
    given = attest(team, cast.learner, team.boss, 4, now)
    raised = services.dispute(evidence=piece(given), reason="Too low.", actor=cast.learner, at=now)
    drain()
    assert Notice.objects.filter(kind="competencies.dispute_waits", person=team.assessor).exists()
    services.decide_dispute(dispute=raised, upheld=False, decision="It is right.", actor=team.assessor, at=now)
    drain()
    assert level(cast.learner) == 4


def test_where_no_assessor_is_left_to_decide_the_administrator_is_asked_for_one(
    cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in
) -> None:
    admin = cast.admin
    raised = services.dispute(
        evidence=piece(attest(team, cast.learner, team.assessor, 4, now)), reason="No.", actor=cast.learner, at=now
    )
    RoleGrant.objects.filter(user=team.assessor2).update(ends_at=now)
    drain()
    asked = Notice.objects.get(kind="competencies.assessor_missing")
    assert asked.person == admin and asked.link == "/o/dopt/roles/"
    page = reverse("dispute", kwargs={"slug": "dopt", "public_id": raised.public_id})
    assert "Nobody who takes no part in this" in sign_in(team.assessor).get(page).text


def test_a_supervisor_attests_and_objects_on_the_pages(
    cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in
) -> None:
    client = sign_in(team.boss)
    assert "Asha Learner" in client.get(reverse("team")).content.decode()
    book = reverse("person_passbook", kwargs={"slug": "dopt", "public_id": cast.learner.public_id})
    chosen = client.get(book, {"competency": str(team.noting.public_id)})
    assert chosen.status_code == 302
    assert client.post(chosen.url, {"level": "4", "reason": ""}).status_code == 422
    assert client.post(chosen.url, {"level": "4", "reason": "Drafts without correction."}).status_code == 302
    drain()
    text = client.get(book).content.decode()
    assert "Level 4: Expert" in text and "Drafts without correction." in text
    objection = reverse("evidence_dispute", kwargs={"public_id": Evidence.objects.get().public_id})
    assert client.post(objection, {"reason": "I mixed up two people."}).status_code == 302
    assert "Objected to" in sign_in(cast.learner).get(reverse("passbook")).content.decode()
    judge = sign_in(team.assessor)
    waiting = judge.get(reverse("disputes", kwargs={"slug": "dopt"})).content.decode()
    assert "Asha Learner" in waiting
    page = reverse("dispute", kwargs={"slug": "dopt", "public_id": Dispute.objects.get().public_id})
    assert judge.post(page, {"verdict": "upheld", "decision": ""}).status_code == 422
    assert judge.post(page, {"verdict": "upheld", "decision": "Right."}).status_code == 302
    drain()
    assert level(cast.learner) == 0


def test_an_objection_goes_over_the_api(cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in) -> None:
    given = piece(attest(team, cast.learner, team.boss, 4, now))
    drain()

    def post(person, path: str, body: dict):
        return sign_in(person).post(f"/api/v1/{path}", body, content_type="application/json")

    path = f"evidence/{given.public_id}/disputes/"
    assert post(team.stranger, path, {"reason": "No."}).status_code == 404
    assert post(cast.learner, path, {}).status_code == 422
    made = post(cast.learner, path, {"reason": "It was another team."})
    assert made.status_code == 201 and made.json()["state"] == "open"
    assert post(cast.learner, path, {"reason": "Once more."}).status_code == 409
    waiting = f"organisations/{cast.dopt.public_id}/disputes/"
    assert sign_in(cast.leader).get(f"/api/v1/{waiting}").status_code == 403
    assert [row["person"] for row in sign_in(team.assessor).get(f"/api/v1/{waiting}").json()["results"]] == [
        str(cast.learner.public_id)
    ]
    decision = f"{waiting}{made.json()['public_id']}/decision/"
    assert post(team.assessor, decision, {"upheld": True}).status_code == 422
    assert post(team.assessor, decision, {"upheld": True, "decision": "So it was."}).json()["state"] == "upheld"
    assert post(team.assessor2, decision, {"upheld": False, "decision": "No."}).status_code == 409
    drain()
    assert level(cast.learner) == 0


def test_strangers_and_colleagues_do_not_get_at_a_passbook(cast: Cast, team: SimpleNamespace, sign_in) -> None:
    book = reverse("person_passbook", kwargs={"slug": "dopt", "public_id": cast.learner.public_id})
    for nobody in (team.stranger, team.peers[0], cast.stranger_admin, cast.learner):
        assert sign_in(nobody).get(book).status_code == 404
    assert sign_in(cast.admin).get(book).status_code == 200
    rating = reverse(
        "attest",
        kwargs={"slug": "dopt", "public_id": cast.learner.public_id, "competency_id": team.noting.public_id},
    )
    assert sign_in(cast.admin).get(rating).status_code == 403
    assert sign_in(team.assessor).get(rating).status_code == 200
