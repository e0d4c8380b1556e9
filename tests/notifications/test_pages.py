"""The list of notices, and the settings."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import reverse

from igot.notifications import kinds, queries, services
from igot.notifications.kinds import NoticeKind
from igot.notifications.models import Notice
from tests.cast import Cast


@pytest.fixture(autouse=True)
def two_kinds() -> Iterator[None]:
    made = [
        NoticeKind(name="tests.told", cls="transactional", title="A thing <b>%(title)s</b>", label="Things happen"),
        NoticeKind(name="tests.law", cls="statutory", title="By law"),
    ]
    for kind in made:
        kinds.register(kind)
    yield
    for kind in made:
        del kinds.KINDS[kind.name]


@pytest.fixture
def told(cast: Cast, now: datetime) -> Notice:
    return services.tell(
        person=cast.learner, kind="tests.told", key="1", values={"title": "X"}, link="/notices/", at=now
    )


def test_anonymous_people_are_sent_to_sign_in(sign_in, told: Notice) -> None:
    for url in (
        reverse("notices"),
        reverse("notice_settings"),
        reverse("notice", kwargs={"public_id": told.public_id}),
    ):
        assert sign_in(None).get(url).status_code == 302


def test_a_notice_is_not_there_for_anybody_else(sign_in, cast: Cast, told: Notice) -> None:
    url = reverse("notice", kwargs={"public_id": told.public_id})
    for other in (cast.stranger, cast.admin, cast.stranger_admin):
        assert sign_in(other).get(url).status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_opening_a_notice_marks_it_read_and_leads_on(sign_in, cast: Cast, told: Notice) -> None:
    client = sign_in(cast.learner)
    assert "A thing &lt;b&gt;X&lt;/b&gt;" in client.get(reverse("notices")).content.decode()
    answer = client.get(reverse("notice", kwargs={"public_id": told.public_id}))
    assert (answer.status_code, answer["Location"]) == (302, "/notices/")
    assert queries.unread_count(cast.learner) == 0


def test_a_link_out_of_igot_is_not_followed(sign_in, cast: Cast, told: Notice) -> None:
    Notice.objects.update(link="https://elsewhere.example/")
    answer = sign_in(cast.learner).get(reverse("notice", kwargs={"public_id": told.public_id}))
    assert answer["Location"] == "/notices/"


def test_all_are_marked_read_at_once(sign_in, cast: Cast, told: Notice) -> None:
    client = sign_in(cast.learner)
    assert "1 unread notice" in client.get(reverse("notices")).content.decode()
    text = client.post(reverse("notices_read"), follow=True).content.decode()
    assert "0 unread notices" in text
    assert "You have read everything" in client.get(reverse("notices") + "?unread=1").content.decode()
    assert client.get(reverse("notices_read")).status_code == 405


def test_an_empty_list_says_what_will_come(sign_in, cast: Cast) -> None:
    assert "No notices yet" in sign_in(cast.learner2).get(reverse("notices")).content.decode()


def test_a_long_list_has_pages(sign_in, cast: Cast, now: datetime) -> None:
    for number in range(30):
        services.tell(person=cast.learner, kind="tests.told", key=str(number), values={"title": str(number)}, at=now)
    client = sign_in(cast.learner)
    assert "Page 1 of 2" in client.get(reverse("notices")).content.decode()
    assert "Page 2 of 2" in client.get(reverse("notices") + "?page=99").content.decode()


def test_settings_are_kept_and_the_law_cannot_be_muted(sign_in, cast: Cast) -> None:
    client = sign_in(cast.learner)
    text = client.get(reverse("notice_settings")).content.decode()
    assert "Things happen" in text and "disabled" in text
    assert client.post(reverse("notice_settings"), {"tests.told:app": "on"}).status_code == 302
    choices = {choice.kind.name: (choice.app, choice.mail) for choice in queries.choices_of(cast.learner)}
    assert (choices["tests.told"], choices["tests.law"]) == ((True, False), (True, False))


def test_the_page_speaks_hindi(sign_in, cast: Cast, told: Notice) -> None:
    client = sign_in(cast.learner)
    client.cookies["language"] = "hi"
    assert "सूचनाएँ" in client.get(reverse("notices")).content.decode()
