"""An attempt is to count no longer."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from assessments.attempts import queries
from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt
from assessments.voiding import services
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.tenancy import everywhere
from igot.notifications.models import Notice
from tests.assessments.conftest import CONTEXT, all_right
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def void(cast: Cast, now: datetime) -> Callable[..., Attempt]:
    """`void(attempt, grant_another=False)`: by the administrator, because power failed."""

    def voided(attempt: Attempt, **changes: object) -> Attempt:
        values = {"reason": "Power failed.", "grant_another": True, "actor": cast.admin, "at": now, **changes}
        return services.void_attempt(attempt=attempt, **values)

    return voided


def test_the_learner_is_told_and_gets_another(
    cast: Cast, attempt: Attempt, void: Callable[..., Attempt], begin: Callable[..., Attempt]
) -> None:
    attempts.submit(attempt=attempt, answers=all_right(attempt), at=attempt.started_at)
    void(attempt)
    standing = queries.standing(cast.learner, CONTEXT["context_kind"], CONTEXT["context_id"])
    assert (standing.best, standing.left(attempt.version), standing.open) == (None, 2, None)
    notice = Notice.objects.get(person=cast.learner, kind="assessments.attempt_voided")
    assert notice.values["reason"] == "Power failed."
    row = FactRow.objects.get(kind="assessments.AttemptVoided")
    assert (row.payload["passed"], row.payload["granted"], row.actor_id) == (True, True, cast.admin.pk)
    assert begin().number == 2


def test_for_malpractice_it_uses_one_up(
    cast: Cast, attempt: Attempt, void: Callable[..., Attempt], begin: Callable[..., Attempt]
) -> None:
    void(attempt, grant_another=False)
    void(begin(), grant_another=False)
    with pytest.raises(Refused) as refusal:
        begin()
    assert refusal.value.code == "attempts_used_up"


def test_what_is_under_way_takes_no_more_answers(attempt: Attempt, void: Callable[..., Attempt]) -> None:
    void(attempt)
    with pytest.raises(Refused) as refusal:
        attempts.answer(attempt=attempt, place=1, response=None, sequence=1, at=attempt.started_at)
    assert "voided" in str(refusal.value.message)
    after = attempts.submit(attempt=attempt, at=attempt.started_at + timedelta(hours=2))
    assert (after.state, after.percent) == ("voided", None)


def test_without_a_reason_twice_or_for_oneself_it_is_refused(
    cast: Cast, attempt: Attempt, void: Callable[..., Attempt]
) -> None:
    for reason in (" ", "x" * 501):
        with pytest.raises(Refused):
            void(attempt, reason=reason)
    with pytest.raises(Denied):
        void(attempt, actor=cast.learner)
    void(attempt)
    with pytest.raises(Conflict):
        void(attempt)


def test_found_voided_and_read_on_pages(
    cast: Cast, live: Attempt, sign_in: Callable[..., Client], drain: Callable[[], int]
) -> None:
    admin, learner = sign_in(cast.admin), sign_in(cast.learner)
    url = f"/o/dopt/attempts/{live.public_id}/"
    assert url in admin.get("/o/dopt/attempts/", {"q": cast.learner.name.split()[0]}).content.decode()
    assert url not in admin.get("/o/dopt/attempts/", {"state": "voided"}).content.decode()
    assert sign_in(cast.stranger_admin).get(url).status_code == 404
    refused = admin.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert admin.post(url, {"reason": "बिजली चली गई।", "grant_another": "on"}).status_code == 302
    assert "बिजली चली गई।" in admin.get(url).content.decode()
    assert admin.post(url, {"reason": "Again"}).status_code == 409
    way = f"/attempts/{live.public_id}/"
    saved = learner.put(
        f"/api/v1{way}answers/1/", json.dumps({"response": None, "sequence": 1}), "application/json"
    ).json()
    assert saved["code"] == "attempt_closed"
    assert learner.get(way).url == f"{way}result/"
    page = learner.get(f"{way}result/").content.decode()
    assert "बिजली चली गई।" in page and "It was not handed in" in page
    assert learner.get(f"/api/v1{way}").json()["state"] == "voided"


def test_over_the_api_by_people_with_the_right(cast: Cast, live: Attempt, sign_in: Callable[..., Client]) -> None:
    url = f"/api/v1/organisations/{cast.dopt.public_id}/attempts/"
    admin = sign_in(cast.admin)
    (row,) = admin.get(url).json()["results"]
    assert (row["public_id"], row["voided"]) == (str(live.public_id), None)
    way = f"{url}{live.public_id}/voiding/"
    assert sign_in(cast.manager).post(way, {"reason": "Why"}, "application/json").status_code == 403
    assert admin.post(way, {}, "application/json").status_code == 422
    done = admin.post(way, {"reason": "Why", "grant_another": False}, "application/json").json()
    assert (done["state"], done["voided"]["reason"], done["voided"]["granted"]) == ("voided", "Why", False)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_void_it_once(attempt: Attempt, void: Callable[..., Attempt]) -> None:
    barrier, ends = Barrier(2), []

    def run() -> None:
        try:
            with everywhere():
                barrier.wait()
                void(attempt)
            ends.append("voided")
        except Conflict:
            ends.append("too late")
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["too late", "voided"]
