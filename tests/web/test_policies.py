"""The pages a public service must have."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from igot.kernel.clock import day_in_india, now
from igot.web.views.policies import UPDATED
from tests.cast import Cast

SignIn = Callable[..., Client]
PATHS = {name: f"/{'links' if name == 'hyperlinking' else name}/" for name in UPDATED}


@pytest.mark.parametrize("path", PATHS.values())
def test_everybody_may_read_it_and_sees_of_what_day_it_is(client: Client, db: None, path: str) -> None:
    page = client.get(path).content.decode()
    assert "22 November 2026" in page
    hindi = Client(HTTP_ACCEPT_LANGUAGE="hi").get(path).content.decode()
    assert "22 नव" in hindi
    words = re.sub(r"<[^>]+>", " ", hindi.partition('<div class="prose">')[2].partition("policy-day")[0])
    assert len(re.findall(r"[\u0900-\u097f]+", words)) > 20


def test_every_page_leads_to_all_of_them(cast: Cast, sign_in: SignIn) -> None:
    foot = sign_in(cast.learner).get("/").content.decode().partition('<footer class="foot">')[2]
    assert all(f'href="{path}"' in foot for path in PATHS.values())


@pytest.mark.real_clock
def test_no_text_is_dated_in_the_future() -> None:
    assert max(UPDATED.values()) <= day_in_india(now())


def test_owner_and_addresses_are_settings(client: Client, db: None, settings: Any) -> None:
    settings.SITE_OWNER = "Department of Examples"
    settings.SITE_ADDRESS = "North Block; New Delhi 110001"
    settings.WEB_MANAGER = "The Deputy Secretary (Training)"
    settings.DATA_CONTACT = "The Grievance Officer"
    settings.SITE_UPDATED = "2025-01-31"
    contact = client.get("/contact/").content.decode()
    for text in ("Department of Examples", "North Block<br>New Delhi 110001", "Deputy Secretary", "Grievance Officer"):
        assert text in contact
    assert "Last updated on 31 January 2025" in client.get("/accounts/login/").content.decode()


def test_the_site_map_shows_what_is_open_to_the_reader(cast: Cast, sign_in: SignIn, client: Client) -> None:
    admin = sign_in(cast.admin).get("/sitemap/").content.decode().partition("<main")[2]
    assert f'href="/o/{cast.dopt.slug}/people/"' in admin
    stranger = client.get("/sitemap/").content.decode().partition("<main")[2]
    assert "/people/" not in stranger
    assert 'href="/accounts/signup/"' in stranger
