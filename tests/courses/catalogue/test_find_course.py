"""The catalogue: who finds what, by which words, through which filters; the course's page; the API."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from courses.authoring import services
from courses.authoring.models import Course, Release
from courses.catalogue import queries
from courses.catalogue.models import Listing
from courses.catalogue.queries import Filters
from courses.learning import services as learning
from igot.accounts import services as accounts
from igot.accounts.models import User
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


@pytest.fixture
def shelf(
    make_draft: Callable[..., Release], publish: Callable[[Release], Course], drain: Callable[[], int]
) -> dict[str, Course]:
    """Three published courses for everyone."""
    hindi = {"hi": {"title": "टिप्पण और प्रारूपण", "summary": "निर्णय योग्य टिप्पणी"}}
    made = {
        "noting": make_draft("Noting and Drafting", translations=hindi, keywords=["office procedure"]),
        "vigilance": make_draft(
            "Vigilance Administration", assessment=False, summary="Preventive and punitive vigilance."
        ),
        "leave": make_draft("छुट्टी नियम", assessment=False, language="hi", summary="अवकाश के नियम"),
    }
    found = {name: publish(release) for name, release in made.items()}
    drain()
    return found


def found(user: User, text: str, **filters: Any) -> set[str]:
    return {course.current.title for course in queries.search(user, text, Filters(**filters)) if course.current}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("noting", "Noting and Drafting"),
        ("notes", "Noting and Drafting"),
        ("draf", "Noting and Drafting"),
        ("notting", "Noting and Drafting"),
        ("office procedure", "Noting and Drafting"),
        ("टिप्पण", "Noting and Drafting"),
        ("prarupan", "Noting and Drafting"),
        ("praroopan", "Noting and Drafting"),
        ("tippan", "Noting and Drafting"),
        ("vigilence", "Vigilance Administration"),
        ("administraton", "Vigilance Administration"),
        ("chhutti", "छुट्टी नियम"),
        ("niyam", "छुट्टी नियम"),
        ("छुट्टी", "छुट्टी नियम"),
    ],
)
def test_words_are_found_as_people_type_them(cast: Cast, shelf: dict[str, Course], text: str, title: str) -> None:
    assert title in found(cast.learner, text)


@pytest.mark.parametrize("text", ["astronomy", "zzz", "'; drop table --", "& | ! ( :*", "\\", "%"])
def test_other_words_find_nothing_and_break_nothing(cast: Cast, shelf: dict[str, Course], text: str) -> None:
    assert found(cast.learner, text) in (set(), {course.current.title for course in shelf.values() if course.current})


def test_the_best_match_comes_first(cast: Cast, shelf: dict[str, Course]) -> None:
    assert queries.search(cast.learner, "vigilance")[0] == shelf["vigilance"]


def test_filters_narrow_and_count(cast: Cast, shelf: dict[str, Course]) -> None:
    assert found(cast.learner, "", language="hi") == {"छुट्टी नियम"}
    assert len(found(cast.learner, "", provider="istm")) == 3
    assert found(cast.learner, "", duration="long") == set()
    assert len(found(cast.learner, "", area="functional")) == 3 and not found(cast.learner, "", area="domain")
    facets = {facet.name: dict(facet.counts) for facet in queries.facets(cast.learner, "", Filters(language="hi"))}
    assert facets["language"] == {"en": 2, "hi": 1} and facets["duration"] == {"short": 1}


def test_visibility_decides_who_finds_a_course(
    cast: Cast, make_draft: Callable[..., Release], publish: Callable[[Release], Course], drain: Callable[[], int]
) -> None:
    course = publish(make_draft(visibility="subtree"))
    drain()
    assert queries.visible_to(cast.creator).filter(pk=course.pk).exists()
    assert not queries.visible_to(cast.learner).exists() and not queries.visible_to(cast.stranger).exists()
    assert found(cast.learner, "noting") == set()


def test_a_draft_and_a_retired_course_are_not_listed(
    cast: Cast, draft: Release, published_course: Course, now: datetime, drain: Callable[[], int]
) -> None:
    assert Listing.objects.count() == 1
    services.retire_course(course=published_course, actor=cast.publisher, at=now)
    drain()
    assert Listing.objects.count() == 0 and not queries.visible_to(cast.learner).exists()


def test_listings_can_be_rebuilt(cast: Cast, shelf: dict[str, Course]) -> None:
    Listing.objects.all().delete()
    call_command("rebuild_listings")
    assert Listing.objects.count() == 3 and "Noting and Drafting" in found(cast.learner, "notting")


def test_the_catalogue_page_searches_filters_and_says_when_nothing_is_there(
    cast: Cast, sign_in: SignIn, shelf: dict[str, Course]
) -> None:
    client = sign_in(cast.learner)
    page = client.get("/catalogue/", {"q": "vigilence"}).content.decode()
    assert "Vigilance Administration" in page and "Noting and Drafting" not in page
    assert 'href="?q=vigilence&amp;language=en"' in page
    assert 'href="?q=vigilence"' in client.get("/catalogue/?q=vigilence&language=en&page=2").content.decode()
    assert "No course found" in client.get("/catalogue/", {"q": "astronomy"}).content.decode()
    assert client.get("/catalogue/?duration=nonsense&page=99&competency=x").status_code == 200
    assert sign_in(None).get("/catalogue/").status_code == 302


def test_an_empty_catalogue_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert "No courses are open to you yet" in sign_in(cast.learner).get("/catalogue/").content.decode()


def test_a_course_page_shows_what_it_offers(cast: Cast, sign_in: SignIn, published_course: Course) -> None:
    page = sign_in(cast.learner).get(f"/courses/{published_course.slug}/").content.decode()
    for part in ("Write a note", "The draft", "28 min", "up to level 2", "/enrol/", "CC-BY-4.0"):
        assert part in page
    assert page.count("<h1>") == 1


def test_a_course_page_is_read_in_hindi(cast: Cast, sign_in: SignIn, shelf: dict[str, Course]) -> None:
    client = sign_in(cast.learner)
    client.cookies["language"] = "hi"
    page = client.get(f"/courses/{shelf['noting'].slug}/").content.decode()
    assert "टिप्पण और प्रारूपण" in page and "पाठ्यक्रम" in page
    assert '<span lang="en">English</span>' in page


def test_the_pages_cost_few_queries(cast: Cast, sign_in: SignIn, shelf: dict[str, Course], assert_queries: Any) -> None:
    client = sign_in(cast.learner)
    client.get("/catalogue/")
    with assert_queries("catalogue"):
        client.get("/catalogue/", {"q": "noting"})
    with assert_queries("course"):
        client.get(f"/courses/{shelf['noting'].slug}/")


def test_the_api_lists_and_describes(cast: Cast, sign_in: SignIn, shelf: dict[str, Course]) -> None:
    client = sign_in(cast.learner)
    listed = client.get("/api/v1/catalogue/", {"q": "vigilence"}).json()
    assert [row["title"] for row in listed["results"]] == ["Vigilance Administration"]
    detail = client.get(f"/api/v1/courses/{shelf['noting'].public_id}/")
    assert detail.json()["modules"][0]["resources"][0]["kind"] == "page"
    assert detail.json()["competencies"][0]["level"] == 2
    again = client.get(f"/api/v1/courses/{shelf['noting'].public_id}/", headers={"If-None-Match": detail["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/catalogue/", {"duration": "eternal"}).status_code == 422


def test_the_api_hides_what_is_not_open(
    cast: Cast, sign_in: SignIn, make_draft: Callable[..., Release], publish: Callable[[Release], Course]
) -> None:
    course = publish(make_draft(visibility="subtree"))
    assert sign_in(cast.stranger).get(f"/api/v1/courses/{course.public_id}/").status_code == 404


def test_a_token_needs_the_catalogue_s_scope(cast: Cast, shelf: dict[str, Course], now: datetime) -> None:
    for scopes, status in ((["catalogue:read"], 200), (["plans:read"], 403)):
        client, secret = accounts.register_client(
            name=scopes[0], organisation=cast.dopt, scopes=scopes, actor=cast.admin, at=now
        )
        granted = Client().post(
            "/oauth/token/",
            {
                "grant_type": "client_credentials",
                "client_id": client.client_id,
                "client_secret": secret,
                "scope": scopes[0],
            },
        )
        bearer = {"Authorization": f"Bearer {granted.json()['access_token']}"}
        assert Client().get("/api/v1/catalogue/", headers=bearer).status_code == status


def test_who_is_enrolled_opens_the_parts_from_the_courses_page(
    cast: Cast, sign_in: SignIn, shelf: dict[str, Course], now: datetime
) -> None:
    course, client = shelf["noting"], sign_in(cast.learner)
    assert course.current
    assert "/learn/" not in client.get(f"/courses/{course.slug}/").content.decode()
    with everywhere():
        enrolment = learning.enrol(learner=cast.learner, course=course, at=now)
        part = course.current.modules.first().resources.first()
    address = f"/learn/{enrolment.public_id}/{part.key}/"
    assert f'href="{address}"' in client.get(f"/courses/{course.slug}/").content.decode()
    assert client.get(address).status_code == 200
