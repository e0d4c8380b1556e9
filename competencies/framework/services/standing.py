"""What the Commission does to an item itself: retire it, or merge it into another."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.items import KINDS, uses_of
from competencies.framework.models import Alias, Competency, ReviewDecision, Revision, Status
from competencies.framework.queries.revisions import open_revision
from competencies.framework.services.log import about
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User


@transaction.atomic
def retire_item(*, kind: str, item: Any, replaced_by: Any = None, reason: str, actor: "User", at: datetime) -> None:
    """Take an item out of force; what people hold in it, and its history, stay readable.

    Raises Refused without a reason or with a successor that is not in force, Conflict while a new version is on its
    way or when it was retired meanwhile. Publishes ItemRetired.
    """
    _refuse_without(reason)
    if replaced_by is not None and (replaced_by.pk == item.pk or replaced_by.status != Status.APPROVED):
        raise Refused(_("What takes its place has to be another item that is in force."), field="replaced_by")
    _close(kind, item, replaced_by)
    details = {"replaced_by": str(replaced_by.public_id)} if replaced_by is not None else {}
    about(
        kind=kind,
        item_id=item.public_id,
        action=ReviewDecision.Action.RETIRED,
        comment=reason.strip(),
        details=details,
        actor=actor,
        at=at,
    )
    fact = facts.ItemRetired(item_kind=kind, item=str(item.public_id), replaced_by=details.get("replaced_by", ""))
    publish(fact, organisation=item.organisation, actor=actor, subject=item, at=at)


@transaction.atomic
def merge_items(*, kind: str, item: Any, into: Any, reason: str, actor: "User", at: datetime) -> dict[str, int]:
    """Two items are one: `item` is retired in favour of `into`, what can be re-pointed is, and its name becomes
    another spelling of `into`. Returns how much was re-pointed, by the name of the use.

    Raises Refused for items that cannot be one (levels of different scales), without a reason, or into itself;
    Conflict while a new version of either is on its way. Publishes ItemsMerged.
    """
    _refuse_without(reason)
    if into.pk == item.pk or into.status != Status.APPROVED:
        raise Refused(_("Choose another item that is in force."), field="into")
    if getattr(item, "scale_id", None) != getattr(into, "scale_id", None):
        raise Refused(
            _("Their levels belong to different scales. Retire one and link the two in the crosswalk instead."),
            field="into",
        )
    # The lower key first, so that two merges the other way round wait for each other.
    rows = KINDS[kind].items().select_for_update(of=("self",)).filter(pk__in=[item.pk, into.pk])
    if {row.status for row in rows.order_by("pk")} != {Status.APPROVED}:
        raise Conflict(_("One of the two has been retired meanwhile."))
    _close(kind, item, into)
    moved = {use.name: use.repoint(item, into, at) for use in uses_of(kind) if use.repoint is not None}
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


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Write why: those who rely on it will ask."), field="reason")


def _close(kind: str, item: Any, successor: Any) -> None:
    on_its_way = open_revision(kind, item.public_id)
    if on_its_way is not None:
        raise Conflict(
            _("A new version of “%(title)s” is on its way. Have it decided or let go first.")
            % {"title": on_its_way.title}
        )
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
