"""The parts of a draft and their order."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Module, Release, Resource
from courses.authoring.queries.prints import module_print
from courses.authoring.services.drafts import changed, open_draft
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User

MOST_MODULES = 100


def shifted(*, parts: list[Any], part: Any, places: int) -> list[Any]:
    """The list with one part moved down by `places` (negative: up), as far as the ends allow."""
    at = next(index for index, other in enumerate(parts) if other.pk == part.pk)
    rest = parts[:at] + parts[at + 1 :]
    to = min(max(at + places, 0), len(rest))
    return [*rest[:to], parts[at], *rest[to:]]


def number(parts: list[Any]) -> None:
    """Write places 1, 2, 3 ... where they differ."""
    for place, part in enumerate(parts, start=1):
        if part.place != place:
            part.place = place
            part.save(update_fields=["place"])


def _titled(title: str) -> str:
    title = title.strip()
    if not title:
        raise Refused(_("Give the module a title."), field="title")
    return title


@transaction.atomic
def add_module(
    *,
    release: Release,
    title: str,
    translations: dict[str, Any] | None = None,
    key: UUID | None = None,
    actor: "User",
    at: datetime,
) -> Module:
    """Add a module at the end of a draft; the same `key` again returns the module that is there."""
    locked = open_draft(release)
    key = key or uuid4()
    there = locked.modules.filter(key=key).first()
    if there is not None:
        return there
    count = locked.modules.count()
    if count >= MOST_MODULES:
        raise Refused(_("A course has at most %(most)s modules.") % {"most": MOST_MODULES}, field="title")
    made = Module.objects.create(
        release=locked, key=key, place=count + 1, title=_titled(title), translations=translations or {}
    )
    changed(locked, "modules", actor=actor, at=at)
    return made


@transaction.atomic
def change_module(
    *,
    module: Module,
    title: str,
    translations: dict[str, Any] | None = None,
    seen: str | None = None,
    actor: "User",
    at: datetime,
) -> Module:
    """Rename a module; `translations` is `{"hi": {"title": ...}}`. `seen` is the fingerprint of what the editor had
    before them: Conflict (`changed_meanwhile`) when somebody else was quicker."""
    locked = open_draft(module.release)
    if seen is not None and seen != module_print(Module.objects.get(pk=module.pk)):
        raise Conflict(_("Somebody has changed this page since you opened it."), code="changed_meanwhile")
    module.title = _titled(title)
    module.translations = translations or {}
    module.save(update_fields=["title", "translations"])
    changed(locked, "modules", actor=actor, at=at)
    return module


@transaction.atomic
def move_module(*, module: Module, places: int, actor: "User", at: datetime) -> None:
    """Move a module down by `places` (negative: up), as far as the ends allow."""
    locked = open_draft(module.release)
    number(shifted(parts=list(locked.modules.order_by("place", "pk")), part=module, places=places))
    changed(locked, "modules", actor=actor, at=at)


@transaction.atomic
def remove_module(*, module: Module, actor: "User", at: datetime) -> None:
    """Remove a module of a draft with everything in it; files stay stored. Removing it twice is no error."""
    locked = open_draft(module.release)
    Resource.objects.filter(module__release=locked, module__key=module.key).delete()
    locked.modules.filter(key=module.key).delete()
    number(list(locked.modules.order_by("place", "pk")))
    changed(locked, "modules", actor=actor, at=at)
