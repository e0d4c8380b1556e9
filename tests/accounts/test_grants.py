"""Rights end, reach a subtree and no further, and are given by those who hold them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from igot.accounts import services
from igot.accounts.access import may, roles_to_pass_on
from igot.accounts.models import Role, RoleGrant, User
from igot.accounts.queries import people_with_role
from igot.kernel.clock import INDIA
from igot.kernel.errors import Refused
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


def test_a_grant_reaches_the_subtree_and_no_further(cast: Cast) -> None:
    assert may(cast.admin, Role.ORGANISATION_ADMIN, cast.istm)
    assert not may(cast.admin, Role.ORGANISATION_ADMIN, cast.pers)
    assert not may(cast.admin, Role.ORGANISATION_ADMIN, cast.exp)
    assert not may(cast.admin, Role.PLAN_MANAGER, cast.dopt)


def test_a_grant_ends_on_its_day(cast: Cast, now: datetime) -> None:
    services.grant_role(
        user=cast.learner,
        role=Role.AUDITOR,
        organisation=cast.dopt,
        starts_at=now,
        ends_at=now + timedelta(days=1),
        actor=None,
        at=now,
    )
    assert may(cast.learner, Role.AUDITOR, cast.dopt, at=now)
    assert not may(cast.learner, Role.AUDITOR, cast.dopt, at=now + timedelta(days=1))


def test_nobody_gives_a_role_to_themselves(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        services.grant_role(
            user=cast.admin,
            role=Role.AUDITOR,
            organisation=cast.dopt,
            starts_at=now,
            ends_at=now + timedelta(days=1),
            actor=cast.admin,
            at=now,
        )


def test_an_administrator_cannot_pass_on_what_only_the_platform_gives(cast: Cast) -> None:
    given = roles_to_pass_on(cast.admin, cast.dopt)
    assert Role.PLAN_MANAGER in given
    assert Role.PLATFORM_ADMIN not in given
    assert Role.CBC_REVIEWER not in given


def test_giving_and_ending_a_role_in_the_browser(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    browser = sign_in(cast.admin)
    values = {
        "email": cast.learner.email,
        "role": Role.PLAN_MANAGER,
        "organisation": cast.istm.public_id,
        "last_day": (datetime.now(tz=INDIA) + timedelta(days=30)).date(),
    }
    assert browser.post(f"/o/{cast.dopt.slug}/roles/new/", values).status_code == 302
    grant = RoleGrant.objects.get(user=cast.learner)
    assert (grant.role, grant.organisation, grant.granted_by) == (Role.PLAN_MANAGER, cast.istm, cast.admin)
    assert browser.post(f"/o/{cast.dopt.slug}/roles/{grant.public_id}/end/").status_code == 302
    assert not may(cast.learner, Role.PLAN_MANAGER, cast.istm, at=datetime.now(tz=now.tzinfo) + timedelta(seconds=1))


def test_a_role_outside_the_subtree_is_not_on_offer(cast: Cast, sign_in: SignIn) -> None:
    values = {"email": cast.learner.email, "role": Role.PLAN_MANAGER, "organisation": cast.exp.public_id}
    answer = sign_in(cast.admin).post(f"/o/{cast.dopt.slug}/roles/new/", values)
    assert answer.status_code == 422
    assert cast.learner.email in answer.content.decode()


@pytest.mark.parametrize("page", ["people/", "people/new/", "roles/", "roles/new/", "clients/"])
def test_strangers_find_nothing_and_others_are_told(cast: Cast, sign_in: SignIn, page: str) -> None:
    url = f"/o/{cast.dopt.slug}/{page}"
    assert sign_in(None).get(url).status_code == 302
    assert sign_in(cast.stranger).get(url).status_code == 404
    assert sign_in(cast.stranger_admin).get(url).status_code == 404
    assert sign_in(cast.learner).get(url).status_code == 404
    assert sign_in(cast.creator).get(url).status_code == 404
    assert sign_in(cast.admin).get(url).status_code == 200


def test_a_person_of_another_ministry_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    url = f"/o/{cast.dopt.slug}/people/{cast.stranger.public_id}/"
    assert sign_in(cast.admin).get(url).status_code == 404
    assert sign_in(cast.admin).post(f"{url}access/", {"access": "end"}).status_code == 404
    cast.stranger.refresh_from_db()
    assert cast.stranger.is_active


def test_those_who_hold_a_role_over_an_organisation_are_found(cast: Cast, now: datetime) -> None:
    assert cast.reviewer in people_with_role(Role.CBC_REVIEWER, cast.dopt, now)
    assert cast.manager not in people_with_role(Role.PLAN_MANAGER, cast.exp, now)
