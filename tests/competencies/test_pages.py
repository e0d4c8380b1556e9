"""Dictionary and passbook, as pages and by the API."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from competencies.evidence import services
from competencies.framework.models import Competency
from igot.kernel.tenancy import subtree
from tests.cast import Cast


def url(competency: Competency) -> str:
    return reverse("competency", kwargs={"public_id": competency.public_id})


@pytest.fixture
def held(cast: Cast, dictionary: dict, now: datetime, drain) -> None:
    with subtree(cast.goi):
        services.record(
            learner=cast.learner,
            competency=dictionary["FUN-001"],
            level=4,
            kind="course",
            source_kind="courses.completion",
            source_id=uuid4(),
            source_title="Noting and Drafting in practice",
            occurred_at=now,
            at=now,
        )
    drain()


def test_anonymous_people_are_sent_to_sign_in(sign_in, dictionary: dict) -> None:
    for page in (reverse("competency_list"), url(dictionary["FUN-001"]), reverse("passbook")):
        assert sign_in(None).get(page).status_code == 302


def test_the_dictionary_is_open_to_everyone_and_can_be_searched(sign_in, cast: Cast, dictionary: dict) -> None:
    client = sign_in(cast.stranger)
    assert "2 competencies" in client.get(reverse("competency_list")).content.decode()
    text = client.get(reverse("competency_list"), {"q": "file noting"}).content.decode()
    assert "Noting and Drafting" in text and "Judgement" not in text
    assert "No competency is called so" in client.get(reverse("competency_list"), {"q": "xyz"}).content.decode()
    text = client.get(reverse("competency_list"), {"area": "behavioural"}).content.decode()
    assert "Judgement" in text and "Noting and Drafting" not in text


def test_an_empty_dictionary_says_how_to_fill_it(sign_in, cast: Cast) -> None:
    assert "still empty" in sign_in(cast.learner).get(reverse("competency_list")).content.decode()


def test_a_competency_shows_its_five_levels_and_spellings(sign_in, cast: Cast, dictionary: dict) -> None:
    text = sign_in(cast.learner).get(url(dictionary["FUN-001"])).content.decode()
    for level in (
        "1. Basic",
        "2. Proficient",
        "3. Advanced",
        "4. Expert",
        "5. Ustad",
        "Noting and Drafting at Ustad",
        "File noting",
    ):
        assert level in text
    assert sign_in(cast.learner).get(url(Competency(public_id=uuid4()))).status_code == 404
    Competency.objects.filter(code="BEH-001").update(status="draft")
    assert sign_in(cast.learner).get(url(dictionary["BEH-001"])).status_code == 404


def test_the_passbook_shows_level_evidence_and_why(sign_in, cast: Cast, position: None, held: None) -> None:
    text = sign_in(cast.learner).get(reverse("passbook")).content.decode()
    assert "Level 2: Proficient" in text
    assert "Noting and Drafting in practice" in text
    assert "a completed course alone lifts no higher" in text
    assert "attainment-2" in text
    text = sign_in(cast.learner).get(reverse("passbook_work")).content.decode()
    assert "0 of 2 competencies are met" in text and "1 level missing" in text


def test_a_passbook_without_evidence_or_position_says_what_to_do(sign_in, cast: Cast, dictionary: dict) -> None:
    text = sign_in(cast.learner2).get(reverse("passbook")).content.decode()
    assert "Nothing is recorded yet" in text
    text = sign_in(cast.learner2).get(reverse("passbook_work")).content.decode()
    assert "No position describes this posting yet" in text
    assert sign_in(cast.person("nowhere", None)).get(reverse("passbook")).status_code == 200


def test_nobody_elses_passbook_is_shown(sign_in, cast: Cast, held: None) -> None:
    for other in (cast.learner2, cast.stranger, cast.admin):
        assert "Noting and Drafting in practice" not in sign_in(other).get(reverse("passbook")).content.decode()


def test_the_pages_speak_hindi(sign_in, cast: Cast, position: None, held: None) -> None:
    client = sign_in(cast.learner)
    client.cookies["language"] = "hi"
    text = client.get(reverse("passbook")).content.decode()
    assert "टिप्पण और प्रारूपण" in text and "Level asked" not in text and "What I hold" not in text
    assert "दक्षता शब्दकोश" in client.get(reverse("competency_list")).content.decode()


def test_the_api_lists_competencies_with_their_levels(sign_in, cast: Cast, dictionary: dict) -> None:
    body = sign_in(cast.learner).get("/api/v1/competencies/", {"q": "noting", "limit": "1"}).json()
    assert [found["code"] for found in body["results"]] == ["FUN-001"]
    assert body["results"][0]["levels"][4]["name"] == "Ustad"
    assert sign_in(None).get("/api/v1/competencies/").status_code in (401, 403)


def test_the_api_gives_a_person_their_own_passbook(sign_in, cast: Cast, position: None, held: None) -> None:
    body = sign_in(cast.learner).get("/api/v1/me/passbook/").json()
    assert body["position"] == "SO (Training)"
    assert [(line["competency"]["code"], line["level"]) for line in body["holdings"]] == [("FUN-001", 2)]
    assert body["holdings"][0]["evidence"][0]["level"] == 4
    assert body["gaps"][0]["missing"] == 1


def test_the_api_gives_administrators_the_levels_of_their_subtree(sign_in, cast: Cast, held: None) -> None:
    page = f"/api/v1/organisations/{cast.dopt.public_id}/attainments/"
    body = sign_in(cast.admin).get(page).json()
    assert [(line["person"], line["level"]) for line in body["results"]] == [(str(cast.learner.public_id), 2)]
    assert sign_in(cast.stranger_admin).get(page).status_code == 404
    assert sign_in(cast.learner).get(page).status_code == 404
    assert sign_in(cast.reviewer).get(page).status_code == 403
