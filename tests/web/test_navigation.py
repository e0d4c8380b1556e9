"""Everybody sees the ways that are open to them, and no other."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast

SignIn = Callable[..., Client]
ROLES = ["learner", "manager", "leader", "admin", "auditor", "creator", "content_reviewer", "publisher", "reviewer"]
LINK = re.compile(r'<a href="([^"]+)"')


def ways(page: str) -> list[str]:
    """The links of the navigation at the side."""
    return LINK.findall(page.partition('class="side"')[2].partition("</nav>")[0])


@pytest.mark.parametrize("handle", [*ROLES, "platform_admin"])
def test_every_way_that_is_shown_is_open(cast: Cast, sign_in: SignIn, handle: str) -> None:
    client = sign_in(getattr(cast, handle))
    shown = ways(client.get("/").content.decode())
    assert "/" in shown
    closed = {url: answer.status_code for url in shown if (answer := client.get(url)).status_code != 200}
    assert not closed


def test_a_learner_is_shown_no_administration(cast: Cast, sign_in: SignIn) -> None:
    assert not [url for url in ways(sign_in(cast.learner).get("/").content.decode()) if url.startswith("/o/")]


def test_a_plan_manager_is_shown_the_plans_of_the_own_organisation(cast: Cast, sign_in: SignIn) -> None:
    assert "/o/dopt/plans/" in ways(sign_in(cast.manager).get("/").content.decode())


def test_on_an_organisations_page_the_ways_are_those_of_that_organisation(cast: Cast, sign_in: SignIn) -> None:
    assert cast.istm
    page = sign_in(cast.admin).get("/o/istm/people/").content.decode()
    assert "/o/istm/people/" in ways(page)
    assert "/o/dopt/people/" not in ways(page)


def test_where_one_is_is_marked(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.learner).get("/passbook/").content.decode()
    assert re.search(r'href="/passbook/" aria-current="page"', page)
    assert not re.search(r'href="/" aria-current="page"', page)


def test_signed_out_pages_have_no_navigation(client: Client, db: None) -> None:
    assert 'class="side"' not in client.get("/help/").content.decode()
