"""Assessments that stand by themselves, over the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.attempts.models import Attempt
from assessments.offered.models import OfferedAssessment
from assessments.papers.models import PaperVersion
from competencies.evidence.models import Evidence
from competencies.framework.models import Competency
from tests.assessments.conftest import SECRET, places
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
SignIn = Callable[..., Client]
# What is right in the paper of the cast, as an API client sees it: options by their text.
RIGHT = {
    "single": ["Disposal of the case"],
    "multiple": ["Notes", "Correspondence"],
    "true_false": ["True"],
    "numeric": "150000",
    "fill": "noting",
}


def send(browser: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    return browser.generic(method, url, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_from_the_list_to_the_level_without_a_browser(
    cast: Cast, offer: Callable[..., OfferedAssessment], sign_in: SignIn
) -> None:
    found = offer()
    learner = sign_in(cast.learner)
    (line,) = learner.get("/api/v1/assessments/", {"q": "end"}).json()["results"]
    assert (line["title"], line["level"], line["competency"]["code"]) == ("End assessment", 3, "FUN-001")
    assert learner.get("/api/v1/assessments/", {"q": "zebra"}).json()["results"] == []
    url = f"/api/v1/assessments/{found.public_id}/"
    assert learner.get(url).json()["mine"]["attempts_left"] == 2
    begun = send(learner, "POST", f"{url}attempts/")
    again = send(learner, "POST", f"{url}attempts/")
    assert (begun.status_code, again.json()["id"]) == (201, begun.json()["id"])
    way = begun.json()["url"]
    assert learner.get(f"{way}result/").status_code == 409
    kinds = {place: kind for kind, place in places(Attempt.objects.get()).items()}
    answers = {}
    for asked in learner.get(way).json()["questions"]:
        right = RIGHT[kinds[asked["place"]]]
        chosen = [one["value"] for one in asked["options"] if one["text"] in right]
        answers[asked["place"]] = chosen if asked["options"] else right
    assert send(learner, "POST", f"{way}submit/", {"answers": answers}).json()["passed"] is True
    result = learner.get(f"{way}result/").json()
    assert (result["percent"], {line["outcome"] for line in result["lines"]}) == ("100.00", {"right"})
    assert SECRET in result["lines"][0]["explanation"]
    assert learner.get(url).json()["mine"]["passed"] is True
    assert Evidence.objects.filter(learner=cast.learner, level=3).exists()


def test_a_publisher_offers_changes_and_closes(
    cast: Cast, paper: PaperVersion, competency: Competency, sign_in: SignIn
) -> None:
    publisher, creator = sign_in(cast.publisher), sign_in(cast.creator)
    own = f"/api/v1/organisations/{cast.istm.public_id}/"
    url = f"{own}papers/{paper.paper.public_id}/offer/"
    wanted = {"competency": str(competency.public_id), "level": 3, "summary": "Notes.", "summary_hi": "टिप्पणियाँ।"}
    assert publisher.get(url).status_code == 404
    assert send(creator, "PUT", url, wanted).status_code == 403
    assert "level" in send(publisher, "PUT", url, {**wanted, "level": 9}).content.decode()
    made = send(publisher, "PUT", url, wanted)
    assert (made.status_code, made.json()["state"]) == (201, "open")
    assert send(publisher, "PUT", url, wanted).status_code == 428
    changed = send(publisher, "PUT", url, {**wanted, "level": 2}, if_match=made["ETag"])
    assert (changed.status_code, changed.json()["level"]) == (200, 2)
    assert send(publisher, "PUT", url, wanted, if_match=made["ETag"]).status_code == 412
    assert send(publisher, "DELETE", url).json()["state"] == "closed"
    (line,) = creator.get(f"{own}assessments/").json()["results"]
    assert (line["slug"], line["state"], line["translations"]["hi"]["summary"]) == (
        OfferedAssessment.objects.get().slug, "closed", "टिप्पणियाँ।",
    )  # fmt: skip
    assert sign_in(cast.learner).get("/api/v1/assessments/").json()["results"] == []
