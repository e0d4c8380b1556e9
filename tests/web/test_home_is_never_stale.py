"""My iGOT is drawn once for what it shows: whatever changes shows with the next click, and to whom it concerns only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from capacity_plans.plans.models import PlanAssignment
from competencies.evidence.queries import work_mark
from competencies.positions.models import WorkRole
from igot.accounts.models import RoleGrant
from igot.kernel.clock import INDIA
from igot.kernel.tenancy import everywhere, subtree
from igot.notifications.models import Notice
from igot.organisations.models import Organisation
from igot.web.views.home import Home
from tests.cast import Cast

SignIn = Callable[..., Client]


def page(client: Client) -> str:
    return client.get("/").content.decode()


def test_an_assignment_that_is_met_and_one_of_somebody_else(
    cast: Cast, sign_in: SignIn, published_plan: Any, now: datetime
) -> None:
    mine, theirs = sign_in(cast.learner), sign_in(cast.stranger)
    assert "Ordered by Department" in page(mine) and "Ordered by Department" in page(mine)
    assert "Ordered by Department" not in page(theirs)
    with everywhere():
        PlanAssignment.objects.filter(learner=cast.learner).update(state=PlanAssignment.State.MET, met_at=now)
    assert "Ordered by Department" not in page(mine) and "1 of 1 done" in page(mine)


def test_a_notice_arrives_and_is_read(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    client = sign_in(cast.learner)
    assert "Notices, 0 unread" in page(client)
    notice = Notice.objects.create(person=cast.learner, kind="learning.course_completed", key="1", created_at=now)
    assert "Notices, 1 unread" in page(client)
    Notice.objects.filter(pk=notice.pk).update(read_at=now)
    assert "Notices, 0 unread" in page(client)


def test_a_grant_ends(cast: Cast, sign_in: SignIn, submitted_plan: Any, now: datetime) -> None:
    client = sign_in(cast.reviewer)
    before = page(client)
    assert "Waiting for your decision" in before and "/approvals/" in before
    RoleGrant.objects.filter(user=cast.reviewer).update(ends_at=now - timedelta(days=1))
    after = page(client)
    assert "Waiting for your decision" not in after and "/approvals/" not in after


def test_a_transfer_and_a_new_name_and_another_language(cast: Cast, sign_in: SignIn) -> None:
    client, learner = sign_in(cast.learner), cast.learner
    page(client)
    Organisation.objects.filter(pk=learner.organisation_id).update(name="Department of Renaming")
    assert "Department of Renaming" in page(client)
    type(learner).objects.filter(pk=learner.pk).update(name="Another Name", organisation=cast.istm)
    assert "Another Name" in page(client) and "Department of Renaming" not in page(client)
    client.cookies["language"] = "hi"
    assert "My iGOT" not in page(client).split("<main")[1]


def test_midnight_in_india_makes_another_page(cast: Cast, published_plan: Any) -> None:
    def key(hour: int, minute: int, day: int = 21) -> str:
        with subtree(cast.learner.organisation):
            return Home(cast.learner, datetime(2026, 11, day, hour, minute, tzinfo=INDIA)).key

    assert key(0, 1) == key(23, 59) != ""
    assert key(23, 59) != key(0, 1, day=22)


def test_what_work_asks_has_another_mark_when_any_part_of_it_changes(cast: Cast, now: datetime) -> None:
    learner = cast.learner
    with everywhere():
        before = work_mark(learner, now.date())
        assert before and work_mark(learner, now.date()) == before
        WorkRole.objects.create(code="WR-1", name="Drafts notes")
        changed = work_mark(learner, now.date())
        assert changed != before
        learner.postings.update(starts_on=now.date() - timedelta(days=9))
        assert work_mark(learner, now.date()) not in (before, changed)
