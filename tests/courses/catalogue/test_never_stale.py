"""What is kept of the catalogue's pages shows nobody what is not theirs, nor what is not so any more."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from competencies.framework.models import Competency
from courses.authoring import services
from courses.authoring.models import Course, Release
from courses.catalogue import queries
from courses.catalogue.models import Edition
from courses.learning import services as learning
from igot.accounts.models import User
from igot.kernel.tenancy import everywhere
from igot.organisations.models import Organisation, Share
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


@pytest.fixture
def listed(published_course: Course, drain: Callable[[], int]) -> Course:
    drain()
    return published_course


def page_and_list(client: Client, course: Course) -> tuple[str, str]:
    page = client.get(f"/courses/{course.slug}/")
    found = client.get("/catalogue/")
    return page.content.decode() if page.status_code == 200 else "", found.content.decode()


def test_a_retired_course_is_gone_with_the_next_click(
    cast: Cast, sign_in: SignIn, listed: Course, now: datetime
) -> None:
    client = sign_in(cast.learner)
    assert all(listed.current.title in text for text in page_and_list(client, listed) * 2 if listed.current)
    services.retire_course(course=listed, actor=cast.publisher, at=now)
    page, found = page_and_list(client, listed)
    assert page == "" and listed.slug not in found


def test_a_course_that_closes_its_doors_and_one_that_is_shared(
    cast: Cast, sign_in: SignIn, listed: Course, now: datetime
) -> None:
    learner, creator = sign_in(cast.learner), sign_in(cast.creator)
    assert listed.slug in page_and_list(learner, listed)[1]
    Course.objects.filter(pk=listed.pk).update(visibility=Course.Visibility.SHARED)
    assert page_and_list(learner, listed)[0] == "" and listed.slug not in page_and_list(learner, listed)[1]
    assert page_and_list(creator, listed)[0] and listed.slug in page_and_list(creator, listed)[1]
    Share.objects.create(
        subject_kind="courses.course", subject_id=listed.public_id, organisation=cast.learner.organisation
    )
    assert page_and_list(learner, listed)[0] and listed.slug in page_and_list(learner, listed)[1]
    Share.objects.all().delete()
    assert page_and_list(learner, listed)[0] == "" and listed.slug not in page_and_list(learner, listed)[1]


def test_the_neighbours_enrolment_shows_on_their_page_only(
    cast: Cast, sign_in: SignIn, listed: Course, now: datetime
) -> None:
    mine, theirs = sign_in(cast.learner), sign_in(cast.learner2)
    page_and_list(mine, listed)
    with everywhere():
        enrolment = learning.enrol(learner=cast.learner, course=listed, at=now)
    page, found = page_and_list(mine, listed)
    assert str(enrolment.public_id) in page and "Not started" in found
    page, found = page_and_list(theirs, listed)
    assert str(enrolment.public_id) not in page and "Not started" not in found and "/enrol/" in page
    with everywhere():
        learning.withdraw(enrolment=enrolment, reason="Later", at=now)
    assert "Withdrawn" in page_and_list(mine, listed)[1]


def test_another_language_and_other_words_are_another_page(cast: Cast, sign_in: SignIn, listed: Course) -> None:
    client = sign_in(cast.learner)
    english = page_and_list(client, listed)
    client.cookies["language"] = "hi"
    hindi = page_and_list(client, listed)
    assert "Course catalogue" in english[1] and "Course catalogue" not in hindi[1]
    assert "No course found" not in hindi[1] and listed.slug not in client.get("/catalogue/?q=zzzz").content.decode()


def test_names_are_those_of_today(cast: Cast, sign_in: SignIn, listed: Course) -> None:
    client = sign_in(cast.learner)
    page_and_list(client, listed)
    Organisation.objects.filter(pk=listed.organisation_id).update(name="Renamed Institute")
    Competency.objects.update(name="Renamed competency")
    page, found = page_and_list(client, listed)
    assert "Renamed Institute" in page and "Renamed Institute" in found and "Renamed competency" in page


def test_each_visitor_has_their_own_token(cast: Cast, sign_in: SignIn, listed: Course) -> None:
    pages = [page_and_list(sign_in(person), listed)[0] for person in (cast.learner, cast.learner2)]
    tokens = [page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in pages]
    assert tokens[0] != tokens[1] and all(len(token) == 64 for token in tokens)


def test_without_a_number_nothing_is_kept(cast: Cast, sign_in: SignIn, listed: Course, draft: Release) -> None:
    client = sign_in(cast.learner)
    Edition.objects.all().delete()
    assert queries.reach(cast.learner.organisation) is None
    assert listed.slug in page_and_list(client, listed)[1]
    Edition.objects.all().delete()
    Course.objects.filter(pk=listed.pk).update(is_archived=True)
    assert Edition.objects.count() == 1 and listed.slug not in page_and_list(client, listed)[1]
