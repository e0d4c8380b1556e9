"""What a module holds: add, change, move, remove, and captions."""

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Asset, Captions, Module, Resource
from courses.authoring.queries import resource_print
from courses.authoring.services.drafts import changed, open_draft
from courses.authoring.services.modules import number, shifted
from igot.kernel.errors import Conflict, Refused
from igot.kernel.html import from_markdown

if TYPE_CHECKING:
    from assessments.papers.models import PaperVersion
    from igot.accounts.models import User

CHANGEABLE = {"title", "minutes", "mandatory", "body", "asset", "paper", "url", "transcript", "translations"}
ASSET_OF = {
    Resource.Kind.VIDEO: Asset.Kind.VIDEO,
    Resource.Kind.AUDIO: Asset.Kind.AUDIO,
    Resource.Kind.PDF: Asset.Kind.PDF,
}
LONGEST_TEXT = 200_000
MOST_RESOURCES = 200
# 200 words a minute: the middle of what adults read silently (Brysbaert 2019 gives 175 to 300 for non-fiction).
WORDS_A_MINUTE = 200
MINUTES_A_PDF_PAGE = 2


def _estimated(resource: Resource) -> int:
    """Minutes, from the length of the file or of the text."""
    asset = resource.asset
    if asset is not None and asset.seconds:
        return max(1, math.ceil(asset.seconds / 60))
    if asset is not None and asset.pages:
        return asset.pages * MINUTES_A_PDF_PAGE
    if resource.paper is not None and resource.paper.minutes:
        return resource.paper.minutes
    return max(1, math.ceil(len(resource.body.split()) / WORDS_A_MINUTE)) if resource.body else 5


def _web_address(text: str) -> str:
    try:
        URLValidator(schemes=["https"])(text)
    except ValidationError as error:
        raise Refused(_("Give a complete address that begins with https://"), field="url") from error
    return text


def _fill(resource: Resource, values: dict[str, Any]) -> None:
    """Set what was given, derive what follows from it, refuse what cannot be."""
    minutes = values.pop("minutes", resource.minutes)
    for field, value in values.items():
        setattr(resource, field, value.strip() if field in ("title", "url") else value)
    if not resource.title:
        raise Refused(_("Give it a title."), field="title")
    if resource.url:
        _web_address(resource.url)
    texts = [resource.body, resource.transcript, *(t.get("body", "") for t in resource.translations.values())]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Refused(_("The text is too long. Divide it into several pages."), field="body")
    wanted = ASSET_OF.get(Resource.Kind(resource.kind))
    if resource.asset is not None and resource.asset.kind != wanted:
        raise Refused(_("This file is of another kind than the resource."), field="file")
    resource.body_html = from_markdown(resource.body) if resource.body else ""
    resource.translations = {
        language: {name: text for name, text in _translated(texts).items() if text}
        for language, texts in resource.translations.items()
        if any(texts.values())
    }
    resource.minutes = minutes if minutes is not None else _estimated(resource)
    if not 1 <= resource.minutes <= 6000:
        raise Refused(_("Give whole minutes from 1 to 6000."), field="minutes")


def _translated(texts: dict[str, Any]) -> dict[str, str]:
    body = texts.get("body", "")
    return {
        "title": texts.get("title", "").strip(),
        "body": body,
        "body_html": from_markdown(body) if body else "",
        "transcript": texts.get("transcript", ""),
    }


@transaction.atomic
def add_resource(
    *,
    module: Module,
    kind: str,
    title: str,
    minutes: int | None = 5,
    mandatory: bool = True,
    body: str = "",
    asset: Asset | None = None,
    paper: "PaperVersion | None" = None,
    url: str = "",
    transcript: str = "",
    translations: dict[str, Any] | None = None,
    key: UUID | None = None,
    actor: "User",
    at: datetime,
) -> Resource:
    """Add something to learn from at the end of a module. `body` is Markdown, kept with its sanitised HTML;
    `minutes` None
    takes them from the file or text; the same `key` again returns what is there. Raises Refused naming the field."""
    locked = open_draft(module.release)
    key = key or uuid4()
    there = Resource.objects.filter(module__release=locked, key=key).first()
    if there is not None:
        return there
    if kind not in Resource.Kind.values:
        raise Refused(_("Choose one of the possibilities."), field="kind")
    count = module.resources.count()
    if count >= MOST_RESOURCES:
        raise Refused(_("A module has at most %(most)s resources.") % {"most": MOST_RESOURCES}, field="title")
    made = Resource(module=module, key=key, kind=kind, place=count + 1, mandatory=mandatory)
    values = {"title": title, "minutes": minutes, "body": body, "asset": asset, "paper": paper, "url": url}
    _fill(made, {**values, "transcript": transcript, "translations": translations or {}})
    made.save()
    changed(locked, "resources", actor=actor, at=at)
    return made


@transaction.atomic
def change_resource(
    *, resource: Resource, changes: dict[str, Any], seen: str | None = None, actor: "User", at: datetime
) -> Resource:
    """Change a resource of a draft. `seen` is the fingerprint of what the editor had before them: Conflict when
    somebody else was quicker. Raises Refused naming the field, Conflict when it was removed meanwhile."""
    locked = open_draft(resource.module.release)
    fresh = (
        Resource.objects.select_for_update(of=("self",))
        .select_related("asset", "paper", "module__release__course")
        .filter(module__release=locked, key=resource.key)
        .first()
    )
    if fresh is None:
        raise Conflict(_("Somebody has removed this meanwhile."))
    if seen is not None and seen != resource_print(fresh):
        raise Conflict(_("Somebody has changed this page since you opened it."), code="changed_meanwhile")
    if set(changes) - CHANGEABLE:
        raise Refused(_("This cannot be changed here."), field=sorted(set(changes) - CHANGEABLE)[0])
    _fill(fresh, dict(changes))
    fresh.save()
    changed(locked, "resources", actor=actor, at=at)
    return fresh


@transaction.atomic
def move_resource(*, resource: Resource, places: int, actor: "User", at: datetime) -> None:
    """Move a resource down by `places` (negative: up). Past the end of its module it goes over into the neighbouring
    one."""
    locked = open_draft(resource.module.release)
    module = resource.module
    siblings = list(module.resources.order_by("place", "pk"))
    order = shifted(parts=siblings, part=resource, places=places)
    if [part.pk for part in order] != [part.pk for part in siblings]:
        number(order)
    else:
        _over(resource, list(locked.modules.order_by("place", "pk")), down=places > 0)
    changed(locked, "resources", actor=actor, at=at)


@transaction.atomic
def put_resource(*, resource: Resource, module: Module, place: int | None, actor: "User", at: datetime) -> None:
    """Put a resource at a place of a module of the same draft, counted from 1; without a place, at its end. Raises
    Refused (`module`) for a module that is full."""
    locked = open_draft(resource.module.release)
    before = resource.module_id
    others = list(module.resources.exclude(pk=resource.pk).order_by("place", "pk"))
    if before != module.pk and len(others) >= MOST_RESOURCES:
        raise Refused(_("A module has at most %(most)s resources.") % {"most": MOST_RESOURCES}, field="module")
    to = len(others) if place is None else min(place - 1, len(others))
    if before != module.pk:
        resource.module, resource.place = module, 0
        resource.save(update_fields=["module", "place"])
    number([*others[:to], resource, *others[to:]])
    if before != module.pk:
        number(list(Resource.objects.filter(module=before).order_by("place", "pk")))
    changed(locked, "resources", actor=actor, at=at)


def _over(resource: Resource, modules: list[Module], *, down: bool) -> None:
    here = next(index for index, module in enumerate(modules) if module.pk == resource.module_id)
    there = here + (1 if down else -1)
    if not 0 <= there < len(modules):
        return
    others = list(modules[there].resources.order_by("place", "pk"))
    resource.module = modules[there]
    resource.place = 0
    resource.save(update_fields=["module", "place"])
    number([resource, *others] if down else [*others, resource])
    number(list(modules[here].resources.order_by("place", "pk")))


@transaction.atomic
def remove_resource(*, resource: Resource, actor: "User", at: datetime) -> None:
    """Remove a resource of a draft; its file stays stored, earlier releases keep it. Removing it twice is no error."""
    locked = open_draft(resource.module.release)
    Resource.objects.filter(module__release=locked, key=resource.key).delete()
    number(list(resource.module.resources.order_by("place", "pk")))
    changed(locked, "resources", actor=actor, at=at)


@transaction.atomic
def set_captions(*, resource: Resource, language: str, asset: Asset, actor: "User", at: datetime) -> Captions:
    """Give a video or audio its captions in a language, in place of those it has in it. Raises Refused for other
    files."""
    locked = open_draft(resource.module.release)
    if asset.kind != Asset.Kind.CAPTIONS:
        raise Refused(_("Captions are WebVTT files (.vtt)."), field="captions")
    if resource.kind not in (Resource.Kind.VIDEO, Resource.Kind.AUDIO):
        raise Refused(_("Only videos and audios have captions."), field="captions")
    made, _new = Captions.objects.update_or_create(resource=resource, language=language, defaults={"asset": asset})
    changed(locked, "captions", actor=actor, at=at)
    return made


@transaction.atomic
def remove_captions(*, resource: Resource, language: str, actor: "User", at: datetime) -> None:
    """Take the captions of one language off; none there is no error."""
    locked = open_draft(resource.module.release)
    if Captions.objects.filter(resource=resource, language=language).delete()[0]:
        changed(locked, "captions", actor=actor, at=at)
