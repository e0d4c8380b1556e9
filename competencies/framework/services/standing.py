"""What an approved proposal does to an item: retire it, or merge it into another."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.items import KINDS, uses_of
from competencies.framework.models import Alias, Competency, Proposal, ReviewDecision, Revision, Scale, Status
from competencies.framework.queries.revisions import open_revision
from competencies.framework.queries.successors import can_follow, same_scale
from competencies.framework.services.log import about
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User


def check_proposed(*, kind: str, item: Any, change: str, other: Any, reason: str) -> None:
    """Refuse what could not be done: raises Refused (no reason, no fitting successor), or Conflict (the item is
    retired, or a new version of it on its way).
    """
    _refuse_without(reason)
    if change == Proposal.Change.MERGE:
        _refuse_unlike(item, other)
    elif other is not None:
        _refuse_successor(item, other)
    if item.status != Status.APPROVED:
        raise Conflict(_("This was retired meanwhile."))
    _refuse_under_a_pen(kind, item)


@transaction.atomic
def retire_item(
    *, kind: str, item: Any, replaced_by: Any = None, reason: str, actor: "User", at: datetime
) -> dict[str, int]:
    """Take an item out of force; what people hold in it, and its history, stay readable. Where another takes its place,
    and both are measured on one scale or a crosswalk leads from the one's to the other's, what can be re-pointed is;
    returns how much, by the name of the use.

    Raises Refused without a reason or with a successor that is not in force, Conflict while a new version is on its
    way or when it was retired meanwhile. Publishes ItemRetired.
    """
    _refuse_without(reason)
    if replaced_by is not None:
        _refuse_successor(item, replaced_by)
    _close(kind, item, replaced_by)
    follows = replaced_by is not None and can_follow(item, replaced_by)
    moved = _repoint(kind, item, replaced_by, at) if follows else {}
    named = str(replaced_by.public_id) if replaced_by is not None else ""
    details = {"replaced_by": named, "moved": moved} if named else {}
    about(
        kind=kind,
        item_id=item.public_id,
        action=ReviewDecision.Action.RETIRED,
        comment=reason.strip(),
        details=details,
        actor=actor,
        at=at,
    )
    fact = facts.ItemRetired(item_kind=kind, item=str(item.public_id), replaced_by=named)
    publish(fact, organisation=item.organisation, actor=actor, subject=item, at=at)
    return moved


@transaction.atomic
def merge_items(*, kind: str, item: Any, into: Any, reason: str, actor: "User", at: datetime) -> dict[str, int]:
    """Two items are one: `item` is retired in favour of `into`, what can be re-pointed is, and its name becomes
    another spelling of `into`. Returns how much was re-pointed, by the name of the use.

    Raises Refused for items that cannot be one (levels of different scales), without a reason, or into itself;
    Conflict while a new version of either is on its way. Publishes ItemsMerged.
    """
    _refuse_without(reason)
    _refuse_unlike(item, into)
    # The lower key first, so that two merges the other way round wait for each other.
    rows = KINDS[kind].items().select_for_update(of=("self",)).filter(pk__in=[item.pk, into.pk])
    if {row.status for row in rows.order_by("pk")} != {Status.APPROVED}:
        raise Conflict(_("One of the two has been retired meanwhile."))
    _close(kind, item, into)
    moved = _repoint(kind, item, into, at)
    if kind == Revision.Kind.COMPETENCY:
        moved["aliases"] = _take_aliases(item, into)
    details = {"into": str(into.public_id), "moved": moved}
    action = ReviewDecision.Action.MERGED
    about(kind=kind, item_id=item.public_id, action=action, comment=reason.strip(), details=details, actor=actor, at=at)
    taken = {"from": str(item.public_id), "moved": moved}
    about(kind=kind, item_id=into.public_id, action=action, comment=reason.strip(), details=taken, actor=actor, at=at)
    fact = facts.ItemsMerged(item_kind=kind, item=str(item.public_id), into=str(into.public_id))
    publish(fact, organisation=into.organisation or item.organisation, actor=actor, subject=item, at=at)
    return moved


@transaction.atomic
def follow_crosswalk(*, scale: Scale, other: Scale, actor: "User | None", at: datetime) -> dict[str, int]:
    """What rests on retired competencies of the one scale follows to what took their places on the other, now that the
    crosswalk of the two leads there: returns how much was re-pointed, by the name of the use. A second call finds only
    what could not follow before.

    Publishes ItemFollowed for each competency.
    """
    kind, total = Revision.Kind.COMPETENCY, Counter[str]()
    replaced = Competency.objects.filter(status=Status.RETIRED, scale=scale, replaced_by__scale=other)
    for item in replaced.select_related("replaced_by", "organisation").order_by("pk"):
        into = item.replaced_by
        if into is None or not can_follow(item, into):
            continue
        total.update(_repoint(kind, item, into, at))
        fact = facts.ItemFollowed(item_kind=kind, item=str(item.public_id), into=str(into.public_id))
        publish(fact, organisation=item.organisation, actor=actor, subject=item, at=at)
    return dict(total)


def _repoint(kind: str, item: Any, into: Any, at: datetime) -> dict[str, int]:
    return {use.name: use.repoint(item, into, at) for use in uses_of(kind) if use.repoint is not None}


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Write why: those who rely on it will ask."), field="reason")


def _refuse_successor(item: Any, successor: Any) -> None:
    if successor.pk == item.pk or successor.status != Status.APPROVED:
        raise Refused(_("What takes its place has to be another item that is in force."), field="replaced_by")


def _refuse_unlike(item: Any, into: Any) -> None:
    if into is None or into.pk == item.pk or into.status != Status.APPROVED:
        raise Refused(_("Choose another item that is in force."), field="into")
    if not same_scale(item, into):
        raise Refused(
            _(
                "Their levels belong to different scales. Propose to retire this one in favour of the other instead: "
                "what rests on it then follows by the crosswalk of the two scales."
            ),
            field="into",
        )


def _refuse_under_a_pen(kind: str, item: Any) -> None:
    on_its_way = open_revision(kind, item.public_id)
    if on_its_way is not None:
        raise Conflict(
            _("A new version of “%(title)s” is on its way. Have it decided or let go first.")
            % {"title": on_its_way.title_here}
        )


def _close(kind: str, item: Any, successor: Any) -> None:
    _refuse_under_a_pen(kind, item)
    rows = KINDS[kind].items().filter(pk=item.pk, status=Status.APPROVED)
    if not rows.update(status=Status.RETIRED, replaced_by=successor):
        raise Conflict(_("This was retired meanwhile."))
    # Whoever pointed to it as successor points on, so that one step always leads to what is in force.
    if successor is not None:
        KINDS[kind].items().filter(replaced_by=item).update(replaced_by=successor)


def _take_aliases(item: Competency, into: Competency) -> int:
    """The other spellings go along, and the old name becomes one."""
    known = {name.casefold() for name in into.aliases.values_list("name", flat=True)} | {into.name.casefold()}
    moved = 0
    for alias in item.aliases.all():
        if alias.name.casefold() in known:
            alias.delete()
            continue
        known.add(alias.name.casefold())
        moved += Alias.objects.filter(pk=alias.pk).update(competency=into)
    if item.name.casefold() not in known:
        Alias.objects.create(name=item.name, competency=into)
        moved += 1
    return moved
