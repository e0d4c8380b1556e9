"""The leader reads the progress, goes down the tree, and downloads it."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from capacity_plans.monitoring import services
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


@pytest.fixture
def plan(cast: Cast, course: Any, make_plan: Any, in_force: Any, complete: Any, drain: Any) -> Any:
    """In force for five people; one has done it."""
    people = [cast.learner, cast.learner2, cast.creator, cast.leader]
    evil = cast.person("evil", cast.istm, "=HYPERLINK(1)")
    with everywhere():
        version = in_force(make_plan(course))
    complete(cast.learner, course)
    drain()
    assert people and evil
    return version.plan


def rows(answer: Any) -> list[list[str]]:
    """A downloaded table."""
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_the_page_shows_numbers_by_organisation_with_links(cast: Cast, plan: Any, sign_in: Any) -> None:
    url = reverse("plan_progress", args=["dopt", plan.public_id])
    page = sign_in(cast.leader).get(url).content.decode()
    assert "Institute of Secretariat Training" in page
    assert f"{reverse('plan_people', args=['dopt', plan.public_id])}?in=istm" in page
    assert "As of" in page
    below = sign_in(cast.leader).get(url, {"in": "istm"}).content.decode()
    assert "Progress: Institute" in below
    assert "plan_people" not in sign_in(cast.auditor).get(url).content.decode()


def test_what_is_being_counted_comes_by_itself(cast: Cast, plan: Any, sign_in: Any, now: Any) -> None:
    leader, url = sign_in(cast.leader), reverse("plan_progress", args=["dopt", plan.public_id])
    settled = leader.get(url)
    assert b"hx-trigger" not in settled.content
    with everywhere():
        services.mark_all_stale(plan)
    (asked,) = re.findall(r'id="counted" hx-get="([^"]+)"', leader.get(url).content.decode())
    poll = {"headers": {"HX-Request": "true"}}
    assert leader.get(unescape(asked), **poll).status_code == 204
    with everywhere():
        services.recount(plan=plan, at=now)
    newer = leader.get(unescape(asked), **poll)
    assert newer.status_code == 200 and b"hx-trigger" not in newer.content
    # The page that waits for the first count has no numbers to change: it is wanted as a whole.
    assert leader.get(url, **poll)["HX-Refresh"] == "true"


def test_the_reviewer_sees_numbers_but_no_links_to_names(cast: Cast, plan: Any, sign_in: Any) -> None:
    page = sign_in(cast.reviewer).get(reverse("plan_progress", args=["dopt", plan.public_id])).content.decode()
    assert reverse("plan_people", args=["dopt", plan.public_id]) not in page


def test_the_download_keeps_hindi_and_disarms_formulas(cast: Cast, plan: Any, sign_in: Any) -> None:
    table = rows(sign_in(cast.leader).get(reverse("plan_people_csv", args=["dopt", plan.public_id])))
    names = {row[0]: row for row in table[1:]}
    assert names["Asha Learner"][1] == "आशा क्षत्रिय"
    assert "'=HYPERLINK(1)" in names
    assert not any(cell.startswith("=") for row in table for cell in row)
    numbers = rows(sign_in(cast.auditor).get(reverse("plan_progress_csv", args=["dopt", plan.public_id])))
    by_code = {row[1]: row for row in numbers[1:]}
    assert int(by_code["DOPT"][2]) == len(table) - 1
    assert (by_code["DOPT"][3], by_code["ISTM"][3]) == ("1", "0")


def test_the_people_are_searched_and_filtered(cast: Cast, plan: Any, sign_in: Any) -> None:
    client, url = sign_in(cast.leader), reverse("plan_people", args=["dopt", plan.public_id])
    done = client.get(url, {"state": "met"}).content.decode()
    assert "Asha Learner" in done and "Bhaskar" not in done
    assert "Bhaskar" in client.get(url, {"q": "bhas"}).content.decode()
    assert "Bhaskar" not in client.get(url, {"in": "istm"}).content.decode()
    assert "Nobody" in client.get(url, {"q": "zzzz", "item": "nonsense", "state": "nonsense"}).content.decode()


def test_pages_keep_to_their_budgets(cast: Cast, plan: Any, sign_in: Any, assert_queries: Any) -> None:
    client = sign_in(cast.leader)
    learner = sign_in(cast.learner)
    pages = {
        "plan_list": (client, reverse("plan_list", args=["dopt"])),
        "plan": (client, reverse("plan", args=["dopt", plan.public_id])),
        "plan_progress": (client, reverse("plan_progress", args=["dopt", plan.public_id])),
        "plan_people": (client, reverse("plan_people", args=["dopt", plan.public_id])),
        "my_assignments": (learner, reverse("my_assignments")),
    }
    for name, (browser, url) in pages.items():
        browser.get(url)
        with assert_queries(name):
            assert browser.get(url).status_code == 200
