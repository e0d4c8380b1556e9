"""The feed is read on from where it ended, and nothing slips by."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from igot.accounts import services as accounts
from igot.accounts.facts import PersonDeactivated
from igot.journal import queries
from igot.journal.services import publish
from igot.kernel.clock import now as clock
from tests.api.conftest import ROOT, System
from tests.cast import Cast


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    settings.CHANGES_SETTLE_SECONDS = 0


def test_the_next_call_begins_where_the_last_one_ended(
    cast: Cast, system: Callable[..., System], now: datetime
) -> None:
    dopt = system("changes:read")
    assert cast.learner
    first = dopt.get("changes/?limit=200").json()
    assert first["next"] is None and first["results"]
    assert dopt.get(f"changes/?after={first['after']}").json() == {**first, "results": [], "limit": 50}
    accounts.deactivate(user=cast.learner, actor=cast.admin, at=now)
    more = dopt.get(f"changes/?after={first['after']}&kind=accounts.PersonDeactivated").json()["results"]
    assert [row["values"] for row in more] == [{"person": str(cast.learner.public_id)}]
    assert more[0]["organisation"] == str(cast.dopt.public_id)


def test_a_cursor_or_a_kind_that_is_none_is_refused_by_name(cast: Cast, system: Callable[..., System]) -> None:
    dopt = system("changes:read")
    for name, value in (("after", "yesterday"), ("kind", "accounts.Salary"), ("limit", "0")):
        answer = dopt.get(f"changes/?{name}={value}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name)


def test_people_follow_what_they_administer(cast: Cast, sign_in: Callable[..., Client]) -> None:
    assert cast.learner and cast.stranger
    rows = sign_in(cast.auditor).get(f"{ROOT}changes/?limit=200").json()["results"]
    assert {row["organisation"] for row in rows} == {str(cast.dopt.public_id)}
    assert sign_in(cast.learner).get(f"{ROOT}changes/").status_code == 404


def test_a_page_takes_the_same_queries_however_long(
    cast: Cast, sign_in: Callable[..., Client], assert_queries: Any
) -> None:
    browser = sign_in(cast.admin)
    assert cast.istm and cast.learner and cast.creator
    browser.get(f"{ROOT}changes/")
    for limit in (1, 200):
        with assert_queries("api_changes"):
            browser.get(f"{ROOT}changes/?limit={limit}")


@pytest.mark.real_clock
@pytest.mark.django_db(transaction=True)
def test_a_fact_whose_transaction_takes_long_is_not_passed_over(
    cast: Cast, now: datetime, django_db_serialized_rollback: Any = None
) -> None:
    """It has the lower id and comes later: the younger ones wait for it."""
    path, before = cast.dopt.path, max(row.pk for row in queries.facts_of(cast.dopt.path))
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                publish(PersonDeactivated(person="slow"), organisation=cast.dopt, actor=None, at=now)
                written.set()
                go_on.wait(20)
        finally:
            connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert written.wait(20)
    with transaction.atomic():
        publish(PersonDeactivated(person="quick"), organisation=cast.dopt, actor=None, at=now)
    later = clock() + timedelta(seconds=1)
    assert list(queries.changes([path], after=before, at=later)) == []
    go_on.set()
    slow.join()
    found = [row.payload["person"] for row in queries.changes([path], after=before, at=later)]
    assert found == ["slow", "quick"]
