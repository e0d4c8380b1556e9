"""Told once, by the channels one chose; mails that leave once."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext_lazy, override

from igot.accounts import services as accounts
from igot.kernel.errors import NotFound
from igot.notifications import kinds, queries, services
from igot.notifications.kinds import NoticeKind
from igot.notifications.mail import message_for
from igot.notifications.models import Mail, Notice
from tests.cast import Cast


@pytest.fixture(autouse=True)
def a_kind() -> Iterator[None]:
    made = [
        NoticeKind(
            name="tests.told", cls="transactional", title=gettext_lazy("Approved: %(title)s"), body="Due %(due)s"
        ),
        NoticeKind(name="tests.law", cls="statutory", title="By law: %(title)s"),
        NoticeKind(name="tests.social", cls="social", title="Well done", mail_by_default=False),
    ]
    for kind in made:
        kinds.register(kind)
    yield
    for kind in made:
        del kinds.KINDS[kind.name]


def tell(person: object, now: datetime, kind: str = "tests.told", key: str = "1", **more: object) -> Notice | None:
    return services.tell(
        person=person, kind=kind, key=key, values={"title": "Plan", "due": {"day": "2026-12-31"}, **more}, at=now
    )


def test_one_is_told_once_however_often_it_is_said(cast: Cast, now: datetime) -> None:
    assert tell(cast.learner, now) is not None
    assert tell(cast.learner, now + timedelta(minutes=1)) is None
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)
    assert tell(cast.learner, now, key="2") is not None


def test_many_are_told_in_few_queries(cast: Cast, now: datetime, django_assert_max_num_queries) -> None:
    people = [cast.learner.pk, cast.learner2, cast.manager.pk]
    with django_assert_max_num_queries(7):
        assert services.tell_many(people=people, kind="tests.told", key="k", at=now) == 3
    assert services.tell_many(people=[*people, cast.leader.pk], kind="tests.told", key="k", at=now) == 1
    assert Mail.objects.count() == 4


def test_a_muted_channel_stays_silent_and_a_statutory_notice_is_always_shown(cast: Cast, now: datetime) -> None:
    for kind in ("tests.told", "tests.law"):
        for channel in ("app", "mail"):
            services.set_preference(person=cast.learner, kind=kind, channel=channel, wanted=False)
    assert tell(cast.learner, now) is None
    assert tell(cast.learner, now, kind="tests.law") is not None
    assert not Mail.objects.exists()
    assert queries.unread_count(cast.learner) == 1


def test_by_mail_only_is_not_listed_in_the_app(cast: Cast, now: datetime) -> None:
    services.set_preference(person=cast.learner, kind="tests.told", channel="app", wanted=False)
    tell(cast.learner, now)
    assert Mail.objects.count() == 1
    assert not queries.notices_of(cast.learner).exists() and queries.unread_count(cast.learner) == 0


def test_a_social_notice_comes_by_mail_only_to_those_who_asked(cast: Cast, now: datetime) -> None:
    services.set_preference(person=cast.learner, kind="tests.social", channel="mail", wanted=True)
    for person in (cast.learner, cast.learner2):
        tell(person, now, kind="tests.social")
    assert [row.notice.person for row in Mail.objects.select_related("notice__person")] == [cast.learner]


def test_there_is_no_preference_for_an_unknown_kind(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.set_preference(person=cast.learner, kind="tests.none", channel="mail", wanted=False)


def test_reading_marks_only_ones_own(cast: Cast, now: datetime) -> None:
    mine, theirs = tell(cast.learner, now), tell(cast.learner2, now)
    assert services.mark_read(person=cast.learner, notices=[mine, theirs], at=now) == 1
    tell(cast.learner, now, key="2")
    assert services.mark_read(person=cast.learner, at=now) == 1
    assert queries.unread_count(cast.learner2) == 1


def test_the_mail_is_written_in_the_readers_language(cast: Cast, now: datetime) -> None:
    accounts.set_language(user=cast.learner, language="hi")
    cast.learner.refresh_from_db()
    notice = tell(cast.learner, now, title={"en": "Plan", "hi": "योजना"})
    notice.link = "/passbook/"
    with override("en"):
        message = message_for(notice)
    assert message.subject == "अनुमोदित: योजना"
    assert "31 दिस" in message.body
    assert "http://localhost:8000/passbook/" in message.body
    assert str(notice.public_id) in message.extra_headers["Message-ID"]
    assert "<html" in message.alternatives[0][0]


def test_a_mail_leaves_once(cast: Cast, now: datetime) -> None:
    tell(cast.learner, now)
    assert services.send_next(at=now) is True
    assert services.send_next(at=now + timedelta(days=1)) is False
    assert [message.to for message in mail.outbox] == [[cast.learner.email]]
    assert Mail.objects.get().state == "sent"


def test_a_refusal_is_tried_again_later_and_at_last_given_up(cast: Cast, now: datetime, settings, capsys) -> None:
    tell(cast.learner, now)
    settings.EMAIL_BACKEND = "tests.notifications.broken.Backend"
    at = now
    for attempt in range(1, services.ATTEMPTS + 1):
        assert services.send_next(at=at)
        owed = Mail.objects.get()
        assert (owed.attempts, owed.state) == (attempt, "failed" if attempt == services.ATTEMPTS else "owed")
        assert not services.send_next(at=at)
        assert owed.due_at > at
        at = owed.due_at
    assert "the server is away" in owed.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("mails", "--retry")
    assert "1 owed again" in capsys.readouterr().out
    assert services.send_next(at=at + timedelta(days=900)) and len(mail.outbox) == 1


def test_the_next_of_ten_thousand_mails_of_one_moment_is_found_without_sorting_them(cast: Cast, now: datetime) -> None:
    people = [cast.learner, cast.learner2, cast.manager]
    for person in people:
        tell(person, now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        chosen = queries.mails_due(now).select_for_update(skip_locked=True).values_list("pk")[:1]
        plan = chosen.explain()
    assert "Index Scan using mail_owed" in plan and "Sort" not in plan, plan
    while services.send_next(at=now):
        pass
    assert sorted(message.to for message in mail.outbox) == sorted([person.email] for person in people)


def test_a_sending_that_broke_off_is_seen_and_not_repeated(cast: Cast, now: datetime) -> None:
    tell(cast.learner, now)
    Mail.objects.update(state="sending", attempts=1, due_at=now + services.LEASE)
    assert not services.send_next(at=now)
    assert services.send_next(at=now + services.LEASE)
    assert not mail.outbox
    assert list(queries.failed_mails()) == [Mail.objects.get()]


def test_somebody_who_has_left_gets_no_mail(cast: Cast, now: datetime) -> None:
    tell(cast.learner, now)
    accounts.deactivate(user=cast.learner, actor=None, at=now)
    assert services.send_next(at=now) and not mail.outbox


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(cast: Cast, now: datetime) -> None:
    services.tell_many(
        people=[cast.learner, cast.learner2, cast.manager, cast.leader], kind="tests.told", key="k", at=now
    )
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait(timeout=10)
        while services.send_next(at=now):
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email for person in (cast.learner, cast.learner2, cast.manager, cast.leader)
    )


@pytest.mark.django_db(transaction=True)
def test_two_tellers_at_once_tell_once(cast: Cast, now: datetime) -> None:
    person, ready = cast.learner, threading.Barrier(2)

    def say() -> None:
        ready.wait(timeout=10)
        services.tell_many(people=[person.pk], kind="tests.told", key="k", at=now)
        connection.close()

    tellers = [threading.Thread(target=say) for _number in range(2)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join(timeout=20)
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)
