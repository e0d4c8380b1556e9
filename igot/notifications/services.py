"""Tell people things once, by the channels they chose; send the mails that are owed."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from igot.kernel.errors import NotFound
from igot.kernel.workers import poke
from igot.notifications import queries
from igot.notifications.kinds import KINDS
from igot.notifications.mail import message_for
from igot.notifications.models import Mail, Notice, Preference

if TYPE_CHECKING:
    from igot.accounts.models import User

logger = logging.getLogger(__name__)

SEND_DUE = "igot.notifications.tasks.send_due"
BATCH = 1000
ATTEMPTS = 8
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def tell(
    *, person: "User", kind: str, key: str, values: dict[str, Any] | None = None, link: str = "", at: datetime
) -> Notice | None:
    """Tell one person one thing; None when they were told already or want it by no channel. `key` says which thing it
    is.
    """
    tell_many(people=[person.pk], kind=kind, key=key, values=values, link=link, at=at)
    return Notice.objects.filter(person=person, kind=kind, key=key, created_at=at).first()


@transaction.atomic
def tell_many(
    *,
    people: "Iterable[int | User]",
    kind: str,
    key: str,
    values: dict[str, Any] | None = None,
    link: str = "",
    at: datetime,
) -> int:
    """Tell many people (ids or users) one thing, in batches; each once however often it is said. Returns how many are
    new.
    """
    ids = sorted({person if isinstance(person, int) else person.pk for person in people})
    return tell_each(kind=kind, tellings=[Telling(person, key, values or {}, link) for person in ids], at=at)


class Telling(NamedTuple):
    """What one person is told: `key` says which thing it is."""

    person: int
    key: str
    values: dict[str, Any]
    link: str = ""


@transaction.atomic
def tell_each(*, kind: str, tellings: Sequence[Telling], at: datetime) -> int:
    """Tell many people each a thing of their own, of one kind, in batches; each once however often it is said. Returns
    how many are new.
    """
    rule, told = KINDS[kind], 0
    for start in range(0, len(tellings), BATCH):
        batch = tellings[start : start + BATCH]
        wishes = queries.wanted(sorted({one.person for one in batch}), rule)
        wanted = [one for one in batch if wishes[one.person]["app"] or wishes[one.person]["mail"]]
        if not wanted:
            continue
        new = _note(kind, wanted, [wishes[one.person]["app"] for one in wanted], at)
        told += len(new)
        by_mail = [notice for notice, person in new if wishes[person]["mail"]]
        if by_mail:
            Mail.objects.bulk_create(Mail(notice_id=notice, due_at=at) for notice in by_mail)
            transaction.on_commit(_poke, robust=True)
    return told


def _note(kind: str, tellings: Sequence[Telling], shown: list[bool], at: datetime) -> list[tuple[int, int]]:
    """Write the notices in one statement, for a plan tells everybody at once; of the new ones the ids and people."""
    columns: tuple[list[Any], ...] = (
        [one.person for one in tellings],
        shown,
        [one.key for one in tellings],
        [json.dumps(one.values) for one in tellings],
        [one.link for one in tellings],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO notifications_notice (public_id, kind, created_at, person_id, shown, key, "values", link) '
            "SELECT gen_random_uuid(), %s, %s, * FROM unnest(%s::bigint[], %s::boolean[], %s::text[], %s::jsonb[], "
            "%s::text[]) ON CONFLICT (person_id, kind, key) DO NOTHING RETURNING id, person_id",
            [kind, at, *columns],
        )
        return list(cursor.fetchall())


@transaction.atomic
def mark_read(*, person: "User", notices: Iterable[Notice] | None = None, at: datetime) -> int:
    """Mark the named notices of a person (all, when none are named) as read; returns how many were unread."""
    unread = Notice.objects.filter(person=person, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=[notice.pk for notice in notices])
    return unread.update(read_at=at)


def set_preference(*, person: "User", kind: str, channel: str, wanted: bool) -> None:
    """Switch a channel on or off for a kind, as `set_preferences` does for many."""
    set_preferences(person=person, wishes=[(kind, channel, wanted)])


@transaction.atomic
def set_preferences(*, person: "User", wishes: Iterable[tuple[str, str, bool]]) -> None:
    """Switch channels on or off: kind, channel, wish. A statutory notice stays in igot whatever is asked. Raises
    NotFound for no such kind or channel, and changes nothing then.
    """
    as_ever, chosen = Q(), []
    for kind, channel, wanted in wishes:
        rule = KINDS.get(kind)
        if rule is None or channel not in Preference.Channel.values:
            raise NotFound()
        if wanted == rule.default(channel) or not rule.can_mute(channel):
            as_ever |= Q(kind=kind, channel=channel)
        else:
            chosen.append(Preference(person=person, kind=kind, channel=channel, wanted=wanted))
    if as_ever:
        Preference.objects.filter(as_ever, person=person).delete()
    Preference.objects.bulk_create(
        chosen, update_conflicts=True, unique_fields=["person", "kind", "channel"], update_fields=["wanted"]
    )


def send_next(*, at: datetime) -> bool:
    """Send the mail that is due longest: reserve its row, send, record. False when none is due.

    A refusal by the mail server is tried again after 1, 2, 4 .. minutes up to 6 hours, 8 times in all. A sending that
    broke off in the middle is never repeated, since nobody knows whether it left: it is kept as failed and can be seen.
    """
    with transaction.atomic():
        # The key alone, in the order of the index: a plan owes ten thousand mails at one moment, and sorting or joining
        # those for each would take longer than sending it.
        chosen = queries.mails_due(at).select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if chosen is None:
            return False
        mail = Mail.objects.select_related("notice__person").get(pk=chosen)
        if mail.state == Mail.State.SENDING:
            _record(mail, Mail.State.FAILED, error="The sending broke off; whether the mail left is not known.")
            return True
        if mail.notice.kind not in KINDS or not mail.notice.person.is_active:
            _record(mail, Mail.State.FAILED, error="Not sent: the person or the kind of notice is no longer active.")
            return True
        mail.state, mail.attempts, mail.due_at = Mail.State.SENDING, mail.attempts + 1, at + LEASE
        mail.save(update_fields=["state", "attempts", "due_at"])
    try:
        message_for(mail.notice).send()
    except Exception as error:
        logger.warning("mail %s could not be sent (attempt %s): %s", mail.pk, mail.attempts, error)
        given_up = mail.attempts >= ATTEMPTS
        mail.due_at = at + min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
        _record(
            mail, Mail.State.FAILED if given_up else Mail.State.OWED, error=f"{type(error).__name__}: {error}"[:2000]
        )
    else:
        mail.sent_at = at
        _record(mail, Mail.State.SENT)
    return True


@transaction.atomic
def send_again(*, mails: Iterable[int], at: datetime) -> int:
    """Owe failed mails once more, at an operator's wish; returns how many."""
    count = Mail.objects.filter(pk__in=list(mails), state=Mail.State.FAILED).update(
        state=Mail.State.OWED, attempts=0, due_at=at
    )
    transaction.on_commit(_poke, robust=True)
    return count


def _record(mail: Mail, state: str, *, error: str = "") -> None:
    mail.state, mail.error = state, error
    mail.save(update_fields=["state", "error", "due_at", "sent_at"])


def _poke() -> None:
    poke(SEND_DUE, queue="mail")
