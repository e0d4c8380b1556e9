"""Operators see which mails were given up, and owe them again."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from igot.notifications.kinds import KINDS
from igot.notifications.models import Mail, Notice
from tests.cast import Cast


@pytest.fixture
def failed(cast: Cast, now: datetime) -> list[Mail]:
    """Three mails to three people, each given up."""
    return [
        Mail.objects.create(
            notice=Notice.objects.create(person=person, kind="courses.certificate_issued", key="1", created_at=now),
            state=Mail.State.FAILED,
            attempts=8,
            error=f"SMTPRefused: mailbox {person.pk} is full",
            due_at=now,
        )
        for person in (cast.learner, cast.learner2, cast.leader)
    ]


def owed() -> set[int]:
    return set(Mail.objects.filter(state=Mail.State.OWED, attempts=0).values_list("pk", flat=True))


def test_a_mail_that_was_given_up_is_shown_with_its_reason(cast: Cast, failed: list[Mail], sign_in: Any) -> None:
    page = sign_in(cast.platform_admin).get(reverse("operations")).content.decode()
    assert f"mailbox {cast.learner.pk} is full" in page
    assert str(KINDS["courses.certificate_issued"].label) in page and "3 mails were given up" in page


def test_without_failures_the_page_says_so(cast: Cast, sign_in: Any) -> None:
    page = sign_in(cast.platform_admin).get(reverse("operations")).content.decode()
    assert "Every mail was sent" in page and "mails_again" not in page


def test_the_chosen_ones_are_owed_again(cast: Cast, failed: list[Mail], sign_in: Any) -> None:
    answer = sign_in(cast.platform_admin).post(reverse("mails_again"), {"mail": [failed[0].pk, "nonsense"]})
    assert answer.url == reverse("operations")
    assert owed() == {failed[0].pk}


def test_all_are_owed_again_at_once(cast: Cast, failed: list[Mail], sign_in: Any) -> None:
    sign_in(cast.platform_admin).post(reverse("mails_again"), {"all": "1"})
    assert owed() == {mail.pk for mail in failed}


def test_nobody_but_an_operator_may(cast: Cast, failed: list[Mail], sign_in: Any) -> None:
    assert sign_in(cast.admin).post(reverse("mails_again"), {"all": "1"}).status_code == 404
    assert owed() == set()
