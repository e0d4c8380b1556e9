"""What a release changes against the one before it, and how much that matters to learners."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Release, Resource
from courses.authoring.queries.courses import outline


class Weight(TextChoices):
    """Change classes, lightest first."""

    COSMETIC = "cosmetic", _("Cosmetic")
    CONTENT = "content", _("Content")
    ASSESSMENT = "assessment", _("Assessment")
    COMPLETION = "completion", _("Affects completion")


class Deed(TextChoices):
    """What was done to a part."""

    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    CHANGED = "changed", _("Changed")


@dataclass(frozen=True)
class Change:
    """One difference: what was done to which part, in which of its fields, and its class."""

    deed: Deed
    part: str
    fields: tuple[str, ...]
    weight: Weight


NAMES = {
    "title": _("title"),
    "summary": _("summary"),
    "outcomes": _("outcomes"),
    "keywords": _("keywords"),
    "audience": _("audience"),
    "licence": _("licence"),
    "language": _("language"),
    "translations": _("translations"),
    "competencies": _("competencies"),
    "minutes": _("minutes"),
    "body": _("text"),
    "asset_id": _("file"),
    "transcript": _("transcript"),
    "url": _("address"),
    "captions": _("captions"),
    "place": _("position"),
    "paper_id": _("paper"),
    "mandatory": _("mandatory or not"),
    "kind": _("kind"),
    "rule": _("completion rule"),
}
WEIGHTS = {
    "summary": Weight.CONTENT, "outcomes": Weight.CONTENT, "body": Weight.CONTENT, "asset_id": Weight.CONTENT,
    "url": Weight.CONTENT, "translations": Weight.CONTENT, "paper_id": Weight.ASSESSMENT,
    "competencies": Weight.COMPLETION,
    "mandatory": Weight.COMPLETION, "kind": Weight.COMPLETION, "rule": Weight.COMPLETION,
}  # fmt: skip
ABOUT = ("title", "summary", "outcomes", "keywords", "audience", "licence", "language", "translations")
OF_RESOURCE = (
    "title", "kind", "minutes", "mandatory", "body", "asset_id", "transcript", "url", "paper_id", "rule",
    "translations",
)  # fmt: skip
_ORDER = list(Weight)


def difference(release: Release) -> list[Change] | None:
    """The changes against the release published before; None for the first one."""
    course = release.course
    before = course.releases.filter(number__lt=release.number).order_by("-number").first()
    if before is None:
        return None
    return [*_about(before, release), *_outlines(before, release)]


def change_class(changes: list[Change]) -> Weight | None:
    """The heaviest class among the changes; None when there are none."""
    return max((change.weight for change in changes), key=_ORDER.index, default=None)


def _heaviest(fields: list[str]) -> Weight:
    return max((WEIGHTS.get(name, Weight.COSMETIC) for name in fields), key=_ORDER.index, default=Weight.COSMETIC)


def _changed(part: str, fields: list[str]) -> list[Change]:
    return [Change(Deed.CHANGED, part, tuple(str(NAMES[name]) for name in fields), _heaviest(fields))] if fields else []


def _about(before: Release, after: Release) -> list[Change]:
    fields = [name for name in ABOUT if getattr(before, name) != getattr(after, name)]
    if set(before.tags.values_list("competency", "level")) != set(after.tags.values_list("competency", "level")):
        fields.append("competencies")
    return _changed(after.title, fields)


def _parts(release: Release) -> tuple[dict[Any, tuple[Any, Any]], dict[Any, tuple[Any, Any]]]:
    modules = outline(release)
    return (
        {module.key: (number, module) for number, module in enumerate(modules)},
        {
            resource.key: ((str(module.key), number), resource)
            for module in modules
            for number, resource in enumerate(module.resources.all())
        },
    )


def _outlines(before: Release, after: Release) -> list[Change]:
    (old_modules, old_resources), (new_modules, new_resources) = _parts(before), _parts(after)
    found: list[Change] = []
    for key, (place, module) in new_modules.items():
        if key not in old_modules:
            found.append(Change(Deed.ADDED, module.title, (), Weight.CONTENT))
            continue
        was_at, was = old_modules[key]
        fields = [name for name in ("title", "translations") if getattr(was, name) != getattr(module, name)]
        found += _changed(module.title, fields + ["place"] * (was_at != place))
    found += [
        Change(Deed.REMOVED, module.title, (), Weight.CONTENT)
        for key, (_at, module) in old_modules.items()
        if key not in new_modules
    ]
    for key, (place, resource) in new_resources.items():
        if key not in old_resources:
            found.append(Change(Deed.ADDED, resource.title, (), _presence(resource)))
            continue
        was_at, was = old_resources[key]
        fields = [name for name in OF_RESOURCE if getattr(was, name) != getattr(resource, name)]
        fields += ["captions"] * (_captions(was) != _captions(resource)) + ["place"] * (was_at != place)
        found += _changed(resource.title, fields)
    found += [
        Change(Deed.REMOVED, resource.title, (), _presence(resource))
        for key, (_at, resource) in old_resources.items()
        if key not in new_resources
    ]
    return found


def _presence(resource: Resource) -> Weight:
    return Weight.COMPLETION if resource.mandatory else Weight.CONTENT


def _captions(resource: Resource) -> set[tuple[str, int]]:
    return {(captions.language, captions.asset_id) for captions in resource.captions.all()}
