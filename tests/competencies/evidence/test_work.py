"""What the work asks, what closes the gap, and what a person says of themselves."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competencies.evidence import offers, queries, services
from competencies.evidence.models import Attainment, Evidence, SelfAssessment
from competencies.evidence.offers import Offer
from competencies.framework.models import Competency
from igot.accounts import services as accounts
from igot.accounts.models import Posting
from igot.kernel.clock import day_in_india
from igot.kernel.errors import Refused
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

MOST_QUERIES = 8


@pytest.fixture
def two_posts(cast: Cast, position: None, now: datetime) -> None:
    """The learner is Section Officer, and has the additional charge of another post that no position describes."""
    accounts.post_person(
        user=cast.learner, organisation=cast.istm, designation=cast.assistant, kind=Posting.Kind.ADDITIONAL,
        starts_on=day_in_india(cast.at), actor=None, at=cast.at,
    )  # fmt: skip


def own_queries(client, url: str) -> list[str]:
    """What the page itself asks, without session, person, roles and notices that every page asks for."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    mine = [query["sql"] for query in captured if "competencies_" in query["sql"] or "courses_" in query["sql"]]
    return [sql for sql in mine if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_two_postings_give_two_requirement_sets(cast: Cast, two_posts: None, sign_in) -> None:
    with everywhere():
        work = queries.work_of(cast.learner)
    assert [(one.posting.posting.kind, len(one.gaps)) for one in work if one.posting] == [
        ("substantive", 2),
        ("additional", 0),
    ]
    text = sign_in(cast.learner).get(reverse("passbook_work")).content.decode()
    assert "SO (Training)" in text and "0 of 2 competencies are met" in text
    assert "No position describes this posting yet" in text


def test_what_closes_a_gap_stands_first_with_its_reason(
    cast: Cast, position: None, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(user, wanted) -> dict:
        step = Offer("A first step", "/a/", "course", 2, 30, "It teaches level 2.", closes=False)
        whole = Offer("The whole way", "/b/", "assessment", 3, 90, "Its assessment confirms level 3.", closes=True)
        return {key: [step, whole] for key, (_held, asked) in wanted.items() if asked == 3}

    monkeypatch.setitem(offers._FINDERS, "tests", find)
    text = sign_in(cast.learner).get(reverse("passbook_work")).content.decode()
    assert text.index("The whole way") < text.index("A first step")
    assert "Its assessment confirms level 3." in text and "Closes the gap" in text
    assert text.index("Noting and Drafting") < text.index("Judgement")
    assert "No course or assessment that is open to you leads further yet." in text
    body = sign_in(cast.learner).get("/api/v1/me/passbook/").json()
    assert [offer["title"] for offer in body["gaps"][0]["offers"]] == ["The whole way", "A first step"]
    assert body["work"][0]["position"] == "POS-1"


def test_the_passbook_and_the_gap_cost_at_most_eight_queries(cast: Cast, two_posts: None, sign_in) -> None:
    client = sign_in(cast.learner)
    for name in ("passbook", "passbook_work"):
        asked = own_queries(client, reverse(name))
        assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_self_assessment_is_shown_and_lifts_nothing(
    cast: Cast, dictionary: dict[str, Competency], position: None, now: datetime, drain, sign_in
) -> None:
    client = sign_in(cast.learner)
    page = reverse("self_assessment", args=[dictionary["FUN-001"].public_id])
    assert "Noting and Drafting at Advanced" in client.get(page).content.decode()
    assert client.post(page, {"level": "9"}).status_code == 422
    assert client.post(page, {"level": "3", "note": "Notes on transfers"}).status_code == 302
    assert client.post(page, {"level": "3", "note": "Notes on transfers"}).status_code == 302
    drain()
    text = client.get(reverse("self_assessments")).content.decode()
    assert "Your self-assessment is entered." in text
    with everywhere():
        assert SelfAssessment.objects.count() == Evidence.objects.count() == 1
        assert Attainment.objects.get().level == 0
    assert "lifts no level until somebody confirms it" in client.get(reverse("passbook")).content.decode()


@pytest.mark.usefixtures("scope_everywhere")
def test_a_retired_competency_takes_no_new_word_and_keeps_its_history(
    cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in
) -> None:
    values = {"reason": "Seen.", "relation": "assessor", "actor": team.assessor, "at": now}
    services.attest(learner=cast.learner, competency=team.noting, level=3, **values)
    drain()
    Competency.objects.filter(pk=team.noting.pk).update(status="retired", replaced_by=team.judgement)
    team.noting.refresh_from_db()
    text = sign_in(cast.learner).get(reverse("passbook")).content.decode()
    assert "Level 3: Advanced" in text and "It was replaced by Judgement." in text
    with pytest.raises(Refused):
        services.attest(learner=cast.learner, competency=team.noting, level=4, **values)


def test_self_assessments_over_the_api(cast: Cast, dictionary: dict[str, Competency], sign_in) -> None:
    client = sign_in(cast.learner)
    given = {"competency": str(dictionary["FUN-001"].public_id), "level": 2}
    path = "/api/v1/me/self-assessments/"
    assert client.post(path, given, content_type="application/json").status_code == 201
    assert [row["level"] for row in client.get(path).json()] == [2]
    assert client.post(path, {**given, "level": 8}, content_type="application/json").status_code == 422


def test_ratings_over_the_api(cast: Cast, team: SimpleNamespace, sign_in) -> None:
    path = f"/api/v1/people/{cast.learner.public_id}/ratings/"
    given = {"competency": str(team.noting.public_id), "level": 4, "reason": "Seen."}
    boss = sign_in(team.boss)
    assert boss.post(path, given, content_type="application/json").status_code == 201
    assert [(row["relation"], row["level"]) for row in boss.get(path).json()] == [("supervisor", 4)]
    assert sign_in(cast.admin).get(path).status_code == 403
    assert sign_in(team.stranger).get(path).status_code == 404
    assert sign_in(cast.admin).get(f"/api/v1/people/{cast.learner.public_id}/passbook/").status_code == 200
