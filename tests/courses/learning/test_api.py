"""Enrolments, completions and certificates over the API."""

from datetime import timedelta

import pytest

from courses.authoring.models import Resource
from courses.learning import services
from courses.learning.models import Enrolment
from tests.courses.learning.conftest import event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]
JSON = {"content_type": "application/json"}


@pytest.fixture
def completed(cast, now, make_course):
    """Learner and learner2 have completed a course."""
    course = make_course("link")
    found = []
    for person in (cast.learner, cast.learner2):
        enrolment = services.enrol(learner=person, course=course, at=now)
        link = Resource.objects.get(module__release=enrolment.release_id)
        services.confirm(enrolment=enrolment, resource=link.key, at=now + timedelta(minutes=1))
        found.append(enrolment)
    return found


def test_a_learner_enrols_once_reports_and_reads_the_percentage(cast, sign_in, make_course):
    client, course = sign_in(cast.learner), make_course("link", "page")
    for _press in range(2):
        made = client.post("/api/v1/me/enrolments/", {"course": str(course.public_id)}, **JSON)
        assert made.status_code == 201
    enrolment = Enrolment.objects.get()
    link = Resource.objects.get(module__release=enrolment.release_id, kind="link")
    url = f"/api/v1/me/enrolments/{enrolment.public_id}/events/"
    told = client.post(url, {"events": [event(link, "read")]}, **JSON).json()
    assert told["answers"][0]["verdict"] == "accepted"
    assert told["percent"] == 50
    rows = client.get("/api/v1/me/enrolments/").json()["results"]
    assert [(row["percent"], row["state"]) for row in rows] == [(50, "in_progress")]
    assert client.post(url, {"events": [{}] * 501}, **JSON).status_code == 422


def test_a_stranger_reports_and_enrols_nowhere(cast, sign_in, completed, make_course):
    hidden = make_course("page", title="Inner circle", visibility="subtree")
    client = sign_in(cast.stranger)
    assert client.post("/api/v1/me/enrolments/", {"course": str(hidden.public_id)}, **JSON).status_code == 404
    url = f"/api/v1/me/enrolments/{completed[0].public_id}/events/"
    assert client.post(url, {"events": []}, **JSON).status_code == 404
    key = Resource.objects.filter(module__release=completed[0].release_id)[0].key
    attempts = f"/api/v1/me/enrolments/{completed[0].public_id}/resources/{key}/attempts/"
    assert client.post(attempts, {}, **JSON).status_code == 404
    assert client.get("/api/v1/me/enrolments/").json()["results"] == []
    assert sign_in(None).get("/api/v1/me/enrolments/").status_code in (401, 403)


def test_an_attempt_is_begun_and_resumed(cast, sign_in, now, published_course):
    enrolment = services.enrol(learner=cast.learner, course=published_course, at=now)
    key = Resource.objects.get(module__release=enrolment.release_id, kind="assessment").key
    url = f"/api/v1/me/enrolments/{enrolment.public_id}/resources/{key}/attempts/"
    client = sign_in(cast.learner)
    first, second = client.post(url, {}, **JSON).json(), client.post(url, {}, **JSON).json()
    assert first["id"] == second["id"]
    page = Resource.objects.filter(module__release=enrolment.release_id, kind="page")[0].key
    assert client.post(url.replace(str(key), str(page)), {}, **JSON).status_code == 404


@pytest.mark.parametrize("what", ["enrolments", "completions", "certificates"])
def test_administrators_read_their_subtree_and_nobody_else_does(cast, sign_in, completed, what):
    url = f"/api/v1/organisations/{cast.dopt.public_id}/{what}/"
    rows = sign_in(cast.admin).get(url).json()["results"]
    assert {row["learner"]["name"] for row in rows} == {"Asha Learner", "Bhaskar Learner"}
    for other in (cast.stranger_admin, cast.stranger, cast.learner):
        assert sign_in(other).get(url).status_code in (403, 404)
    of_istm = f"/api/v1/organisations/{cast.istm.public_id}/{what}/"
    assert sign_in(cast.admin).get(of_istm).json()["results"] == []


@pytest.mark.parametrize("what", ["enrolments", "completions", "certificates"])
def test_lists_page_by_cursor_in_a_constant_number_of_queries(cast, sign_in, completed, assert_queries, what):
    client = sign_in(cast.admin)
    url = f"/api/v1/organisations/{cast.dopt.public_id}/{what}/"
    first = client.get(url, {"limit": 1}).json()
    second = client.get(first["next"]).json()
    assert first["results"][0]["id"] != second["results"][0]["id"] and second["next"] is None
    with assert_queries(f"api_{what}"):
        client.get(url)
    assert client.get(url, {"limit": 500}).status_code == 422


def test_lists_are_filtered(cast, sign_in, completed):
    client = sign_in(cast.admin)
    base = f"/api/v1/organisations/{cast.dopt.public_id}"
    assert client.get(f"{base}/enrolments/", {"state": "withdrawn"}).json()["results"] == []
    assert len(client.get(f"{base}/enrolments/", {"state": "completed"}).json()["results"]) == 2
    assert client.get(f"{base}/completions/", {"until": "2026-01-01T00:00:00Z"}).json()["results"] == []
    assert client.get(f"{base}/enrolments/", {"state": "nonsense"}).status_code == 422


def test_a_token_without_the_scope_reads_nothing(cast, completed, client):
    from oauth2_provider.models import get_access_token_model

    from igot.accounts import services as accounts
    from igot.kernel.clock import now as present

    made, _secret = accounts.register_client(
        name="HR", organisation=cast.dopt, scopes=["learning:read", "plans:read"], actor=cast.admin, at=present()
    )
    for scope, status in [("learning:read", 200), ("plans:read", 403)]:
        token = get_access_token_model().objects.create(
            application=made, token=f"token-{scope}", scope=scope, expires=present() + timedelta(hours=1)
        )
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token.token}"}
        answer = client.get(f"/api/v1/organisations/{cast.dopt.public_id}/completions/", **headers)
        assert answer.status_code == status
        other = client.get(f"/api/v1/organisations/{cast.mof.public_id}/completions/", **headers)
        assert other.status_code in (403, 404)


def test_my_certificates_carry_their_signature(cast, sign_in, completed):
    row = sign_in(cast.learner).get("/api/v1/me/certificates/").json()["results"][0]
    assert row["claims"]["serial"] == row["serial"]
    assert row["signed"].count(".") == 2


def test_a_list_that_is_copied_page_by_page_reads_like_any_other(cast, sign_in, completed):
    url = f"/api/v1/organisations/{cast.dopt.public_id}/enrolments/"
    client = sign_in(cast.admin)
    every = "id,course,state,source,percent,enrolled_at,started_at,completed_at,last_active_at,learner,organisation"
    ordinary = client.get(url, {"fields": every}).json()
    assert len(ordinary["results"]) == 2
    assert client.get(url).json() == ordinary
    first = client.get(url, {"limit": 1}).json()
    assert (first["results"], first["previous"]) == (ordinary["results"][:1], None)
    second = client.get(first["next"]).json()
    assert (second["results"], second["next"]) == (ordinary["results"][1:], None)
    back = client.get(second["previous"]).json()
    assert back["results"] == first["results"]
    mine, own = sign_in(cast.learner), "/api/v1/me/enrolments/"
    every = every.removesuffix(",learner,organisation")
    assert mine.get(own).json() == mine.get(own, {"fields": every}).json()
    assert len(mine.get(own).json()["results"]) == 1
