"""Releases of the framework: what was published, and what has changed since."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from competencies.framework.items import KINDS, ItemKind, uses_of
from competencies.framework.models import FrameworkRelease, ReviewDecision, Status
from igot.kernel.errors import NotFound

Contents = dict[str, dict[str, dict[str, Any]]]


def releases() -> QuerySet[FrameworkRelease]:
    """Every release, the newest first."""
    return FrameworkRelease.objects.select_related("published_by").order_by("-number")


def release(number: int) -> FrameworkRelease:
    """The release with this number. Raises NotFound."""
    found = releases().filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def contents() -> Contents:
    """What is in force now: per dictionary and item its code, name and version."""
    found: Contents = {}
    for kind in KINDS.values():
        rows = kind.items().filter(status=Status.APPROVED).order_by("code")
        columns = rows.values_list("public_id", "code", kind.title_field, "version")
        found[kind.name] = {
            str(public_id): {"code": code, "name": name, "version": version}
            for public_id, code, name, version in columns
        }
    return found


def changes_since(before: Contents, after: Contents) -> list[dict[str, Any]]:
    """What is new, has another wording or is no longer in force, with the reason that was given, and how much and how
    many people each change touches.
    """
    changes: list[dict[str, Any]] = []
    for kind in KINDS.values():
        old, new = before.get(kind.name, {}), after.get(kind.name, {})
        touched = []
        for item_id, now in new.items():
            was = old.get(item_id)
            if was is None:
                changes.append(_change(kind, item_id, "new", None, now))
            elif was["version"] != now["version"]:
                touched.append(_change(kind, item_id, "changed", was, now))
        touched += [_change(kind, item_id, "retired", was, None) for item_id, was in old.items() if item_id not in new]
        _explain(kind, touched)
        changes += touched
    return changes


def names_here(changes: Iterable[dict[str, Any]]) -> dict[str, str]:
    """What the items are called in the reader's language, by their ids: only those that have a name of their own in it;
    the others bear the name that the release recorded.
    """
    language, found = (get_language() or "en").split("-")[0], {}
    ids: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        ids[change["kind"]].append(change["item"])
    for kind in KINDS.values():
        for item in kind.items().filter(public_id__in=ids.get(kind.name, [])):
            name = (item.translations.get(language) or {}).get(kind.title_field)
            if name:
                found[str(item.public_id)] = str(name)
    return found


def _change(
    kind: ItemKind, item_id: str, change: str, was: dict[str, Any] | None, now: dict[str, Any] | None
) -> dict[str, Any]:
    said = now or was or {}
    return {
        "kind": kind.name,
        "item": item_id,
        "change": change,
        "code": said.get("code", ""),
        "name": said.get("name", ""),
        "from": was["version"] if was else None,
        "to": now["version"] if now else None,
    }


def _explain(kind: ItemKind, touched: list[dict[str, Any]]) -> None:
    """Why, and what it does to whom."""
    ids = [change["item"] for change in touched]
    items = {str(item.public_id): item for item in kind.items().select_related("replaced_by").filter(public_id__in=ids)}
    actions = [ReviewDecision.Action.SUBMITTED, ReviewDecision.Action.RETIRED, ReviewDecision.Action.MERGED]
    log = ReviewDecision.objects.filter(kind=kind.name, item_id__in=ids, action__in=actions).exclude(comment="")
    reasons = {str(row.item_id): row.comment for row in log.order_by("decided_at", "pk")}
    for change in touched:
        item = items[change["item"]]
        change["reason"] = reasons.get(change["item"], "")
        if item.replaced_by is not None:
            change["replaced_by"] = item.replaced_by.code
        touches = [
            {"use": use.name, "count": use.count(item), "people": use.people(item) if use.people is not None else None}
            for use in uses_of(kind.name)
        ]
        change["touches"] = [each for each in touches if each["count"]]
