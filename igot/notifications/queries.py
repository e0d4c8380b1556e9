"""Read notices: a person's list, how many are unread, what they want by which channel, which mails failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, QuerySet

from igot.kernel.errors import NotFound
from igot.kernel.statements import Statement
from igot.notifications.kinds import KINDS, NoticeKind
from igot.notifications.models import Mail, Notice, Preference

if TYPE_CHECKING:
    from igot.accounts.models import User


def notices_of(user: "User", *, unread_only: bool = False) -> QuerySet[Notice]:
    """What a person is told in igot, newest first, with the state of its mail."""
    found = Notice.objects.filter(person=user, shown=True, kind__in=KINDS).select_related("mail")
    if unread_only:
        found = found.filter(read_at=None)
    return found.order_by("-created_at", "-pk")


def notice_of(user: "User", public_id: UUID) -> Notice:
    """One of the person's own notices. Raises NotFound."""
    found = Notice.objects.filter(person=user, public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def mails_due(at: datetime) -> QuerySet[Mail]:
    """The mails that are owed and due, and those whose sending broke off, the longest due first; in the order of the
    index `mail_owed`, so that the first of many is found at once.
    """
    return Mail.objects.filter(state__in=[Mail.State.OWED, Mail.State.SENDING], due_at__lte=at).order_by("due_at")


def unread_count(user: "User") -> int:
    """How many notices wait unread: one index-only query for the header of every page."""
    found = _UNREAD.first(person=user.pk)
    return int(found["unread"]) if found else 0


def _unread(person: int) -> "QuerySet[Notice, Any]":
    waiting = Notice.objects.filter(person=person, shown=True, read_at=None)
    return waiting.order_by().values("person").annotate(unread=Count("pk")).values("unread")


_UNREAD = Statement(_unread, person="bigint")


def wanted(people: list[int], kind: NoticeKind) -> dict[int, dict[str, bool]]:
    """Per person: whether the kind is wanted in the app and by mail."""
    chosen = {
        (person, channel): wish
        for person, channel, wish in Preference.objects.filter(person__in=people, kind=kind.name).values_list(
            "person_id", "channel", "wanted"
        )
    }
    return {
        person: {
            channel: chosen.get((person, channel), kind.default(channel)) if kind.can_mute(channel) else True
            for channel in Preference.Channel.values
        }
        for person in people
    }


@dataclass(frozen=True)
class Choice:
    """One row of the settings: a kind of notice and its channels."""

    kind: NoticeKind
    app: bool
    mail: bool


def choices_of(user: "User") -> list[Choice]:
    """The person's settings for every kind, statutory ones first."""
    chosen = {
        (kind, channel): wish
        for kind, channel, wish in Preference.objects.filter(person=user).values_list("kind", "channel", "wanted")
    }

    def current(kind: NoticeKind, channel: str) -> bool:
        return chosen.get((kind.name, channel), kind.default(channel)) if kind.can_mute(channel) else True

    order = ("statutory", "transactional", "social")
    kinds = sorted(KINDS.values(), key=lambda kind: (order.index(kind.cls), kind.name))
    return [Choice(kind, current(kind, "app"), current(kind, "mail")) for kind in kinds]


def failed_mails(since: datetime | None = None) -> QuerySet[Mail]:
    """Mails that were given up, newest first, for the operators."""
    found = Mail.objects.filter(state=Mail.State.FAILED).select_related("notice__person").order_by("-due_at", "-pk")
    return found.filter(due_at__gte=since) if since else found
