"""What leaders read: what changed, what to teach, who stands behind; for pages and programs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from competencies.evidence import offers
from competencies.framework.models import Competency
from competencies.insight import queries
from competencies.insight.rules import at_least
from igot.accounts.models import Role, User
from igot.imports import services as files
from igot.imports.models import Export
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import everywhere, subtree
from tests.cast import Cast


@pytest.fixture
def office(
    cast: Cast,
    position: None,
    dictionary: dict[str, Competency],
    crowd: Callable[..., list[User]],
    show: Callable[..., None],
    rebuilt: Callable[..., Any],
    now: datetime,
) -> Cast:
    """Ten section officers; nobody met anything a fortnight ago, and four meet one competency today."""
    people = crowd(cast.dopt, 10)
    rebuilt(now - timedelta(days=14))
    with everywhere():
        for person in people[:4]:
            show(person, dictionary["FUN-001"], 3)
    rebuilt()
    return cast


def test_uplift_is_what_more_people_meet_than_before(office: Cast, now: datetime) -> None:
    days = [day_in_india(now - timedelta(days=14)), day_in_india(now)]
    with subtree(office.dopt):
        first, second = queries.changes(office.dopt, office.dopt, *days)
        course = queries.course_of(office.dopt, office.dopt, days)
    assert (first.competency.code, first.uplift, round(first.levels, 1)) == ("FUN-001", 40, 1.2)
    assert (second.competency.code, second.uplift) == ("BEH-001", 0)
    assert [point.percent for point in course] == [0, 20]


def test_the_change_is_a_sheet(office: Cast, sign_in: Callable[[User], Client]) -> None:
    lines = b"".join(sign_in(office.leader).get(reverse("gap_trend_csv", args=["dopt"])).streaming_content)
    rows = lines.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Competency,Code,From the day,People asked")
    assert "FUN-001" in rows[1] and ",10,0,0," in rows[1] and rows[1].endswith(",10,4,40,40")


def test_a_map_as_of_a_day_says_how_it_was(office: Cast, sign_in: Callable[[User], Client], now: datetime) -> None:
    browser, address = sign_in(office.leader), reverse("gap_map", args=["dopt"])
    before = browser.get(address, {"day": str(day_in_india(now - timedelta(days=10))), "q": "noting"})
    assert [row.whole.meeting for row in before.context["rows"]] == [0]
    assert before.context["day"] == day_in_india(now - timedelta(days=14))
    today = browser.get(address, {"q": "noting", "day": "no date"})
    assert [row.whole.meeting for row in today.context["rows"]] == [4]
    rows = b"".join(browser.get(reverse("gap_map_csv", args=["dopt"])).streaming_content).decode()
    assert "Noting and Drafting,FUN-001" in rows and ",10,4,40," in rows


def test_what_can_be_taught_comes_before_what_nobody_offers(
    office: Cast, dictionary: dict[str, Competency], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply = {(dictionary["BEH-001"].pk, 2): 3}
    monkeypatch.setitem(offers._COUNTERS, "tests", lambda organisation: supply)
    with subtree(office.dopt):
        taught, missing = queries.teach_next(office.dopt, office.dopt, day_in_india(now))
    assert (taught.competency.code, taught.offered, taught.highest_asked, taught.numbers.lacking) == (
        "BEH-001",
        3,
        2,
        10,
    )
    assert (missing.competency.code, missing.offered, missing.numbers.lacking) == ("FUN-001", 0, 6)
    assert missing.numbers.weight > taught.numbers.weight


def test_each_offer_says_how_many_it_would_bring_there(
    office: Cast,
    dictionary: dict[str, Competency],
    sign_in: Callable[[User], Client],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = dictionary["BEH-001"].pk

    def offered(level: int) -> offers.Offer:
        return offers.Offer(
            title=f"To level {level}", url="/", kind="course", level=level, minutes=9, why="", reference=str(uuid4())
        )

    monkeypatch.setitem(offers._COUNTERS, "tests", lambda organisation: {(key, 1): 1, (key, 2): 1})
    monkeypatch.setitem(offers._LISTERS, "tests", lambda organisation, wanted: {key: [offered(1), offered(2)]})
    page = sign_in(office.manager).get(reverse("gap_next", args=["dopt"]))
    told = {each.offer.level: (each.people, each.is_exact) for each in page.context["needs"][0][1]}
    assert told == {2: (10, True), 1: (0, True)}
    text = page.content.decode()
    assert "It would bring 10 people to the level asked of them." in text and "It leads up to level 1" in text
    assert reverse("plan_for", args=["dopt", dictionary["BEH-001"].public_id]) in text
    assert "plans/for/" not in sign_in(office.leader).get(reverse("gap_next", args=["dopt"])).content.decode()


@pytest.mark.parametrize(
    ("people", "level", "told"),
    [
        ({2: 10}, 2, (10, True)),
        ({2: 10}, 1, (0, True)),
        ({2: 6, 4: 6}, 3, (6, True)),
        ({2: 3, 4: 9}, 2, (0, False)),
        ({2: 9, 4: 3}, 2, (0, False)),
        ({2: 9, 4: 3}, 4, (12, True)),
        ({1: 6, 2: 2, 3: 7}, 2, (6, False)),
    ],
)
def test_no_offer_speaks_of_a_few(people: dict[int, int], level: int, told: tuple[int, bool]) -> None:
    assert at_least(people, level) == told


@pytest.mark.parametrize("name", ["gap_map", "gap_trend", "gap_next"])
def test_a_page_opens_before_the_first_count(cast: Cast, sign_in: Callable[[User], Client], name: str) -> None:
    page = sign_in(cast.leader).get(reverse(name, args=["dopt"]))
    assert page.status_code == 200
    assert b"Nothing is counted yet" in page.content


def test_the_people_behind_are_a_file_for_those_who_act_for_them(
    office: Cast, dictionary: dict[str, Competency], sign_in: Callable[[User], Client], now: datetime
) -> None:
    wish = {"in": "dopt", "competency": dictionary["FUN-001"].public_id}
    assert sign_in(office.leader).post(reverse("gap_sheet", args=["dopt"]), wish).status_code == 403
    assert sign_in(office.admin).post(reverse("gap_sheet", args=["dopt"]), wish).status_code == 302
    with everywhere():
        export = Export.objects.get()
        files.make_export(export_id=str(export.public_id), at=now)
        export.refresh_from_db()
        text = export.file.read().decode()
    assert export.rows == 6
    assert "Dopt9" in text and "Dopt0" not in text


def test_programs_read_the_same(office: Cast, sign_in: Callable[[User], Client]) -> None:
    browser, place = sign_in(office.leader), {"public_id": office.dopt.public_id}
    body = browser.get(reverse("api_gaps", kwargs=place)).json()
    # The heaviest first: ten people two levels short of what is useful, six people three short of what is critical.
    assert [(row["competency"]["code"], row["whole"]["meeting"]) for row in body["rows"]] == [
        ("FUN-001", 4),
        ("BEH-001", 0),
    ]
    changes = browser.get(reverse("api_gap_trend", kwargs=place)).json()["changes"]
    assert changes[0]["uplift"] == 40
    assert {need["lacking"] for need in browser.get(reverse("api_gap_next", kwargs=place)).json()} == {6, 10}
    demand = sign_in(office.creator).get(reverse("api_demand")).json()
    assert {(each["competency"]["code"], each["people"]) for each in demand} == {("FUN-001", 6), ("BEH-001", 10)}
    assert sign_in(office.stranger_admin).get(reverse("api_gaps", kwargs=place)).status_code == 404


def test_programs_find_for_a_person_with_the_role(
    office: Cast, dictionary: dict[str, Competency], sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(office.grant(office.person("finder", office.dopt), Role.FINDER, office.dopt))
    address = reverse("api_finder", kwargs={"public_id": office.dopt.public_id})
    asked = {
        "competencies": [{"competency": str(dictionary["FUN-001"].public_id), "level": 3}],
        "purpose": "Vacancy A-12/3",
    }
    body = browser.post(address, asked, content_type="application/json").json()
    assert [(each["percent"], each["meets_all"]) for each in body["people"]] == [(100, True)] * 4
    refused = browser.post(address, {**asked, "purpose": "x"}, content_type="application/json")
    assert refused.status_code == 422
    unknown = {**asked, "competencies": [{"competency": str(office.dopt.public_id), "level": 3}]}
    assert browser.post(address, unknown, content_type="application/json").status_code == 422


@pytest.mark.parametrize("name", ["gap_map", "gap_trend", "gap_next", "gap_competency", "gap_people", "demand"])
def test_a_page_with_numbers_asks_no_more_than_the_ledger_allows(
    office: Cast,
    dictionary: dict[str, Competency],
    sign_in: Callable[[User], Client],
    assert_queries: Callable[[str], Any],
    name: str,
) -> None:
    competency = [dictionary["FUN-001"].public_id] if name in {"gap_competency", "gap_people"} else []
    address = reverse(name, args=[] if name == "demand" else ["dopt", *competency])
    browser = sign_in(office.admin)
    browser.get(address)
    with assert_queries(name):
        browser.get(address)
