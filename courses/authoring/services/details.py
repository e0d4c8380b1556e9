"""Describe a release: texts, translations, licence, competencies."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Release, ReleaseCompetency
from courses.authoring.queries import release_print
from courses.authoring.services.courses import set_visibility
from courses.authoring.services.drafts import changed, open_draft
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User

CHANGEABLE = {
    "title",
    "summary",
    "outcomes",
    "language",
    "keywords",
    "audience",
    "licence",
    "thumbnail",
    "translations",
}
TRANSLATABLE = {"title", "summary", "outcomes", "audience"}
LONGEST_LIST = 30


@transaction.atomic
def change_release(
    *, release: Release, changes: dict[str, Any], seen: str | None = None, actor: "User", at: datetime
) -> Release:
    """Change the description of a draft. `translations` is `{"hi": {"title", "summary", "outcomes", "audience"}}`;
    `seen` is the fingerprint of what the editor had before them (Conflict when somebody else was quicker);
    `visibility` may come along until the course is first published. Raises Refused for an empty title or unknown
    fields."""
    locked = open_draft(release)
    if seen is not None and seen != release_print(locked):
        raise Conflict(_("Somebody has changed this page since you opened it."), code="changed_meanwhile")
    changes = dict(changes)
    visibility = changes.pop("visibility", None)
    if set(changes) - CHANGEABLE:
        raise Refused(_("This cannot be changed here."), field=sorted(set(changes) - CHANGEABLE)[0])
    for field, value in changes.items():
        setattr(locked, field, _tidy(field, value))
    if not locked.title:
        raise Refused(_("Give the course a title."), field="title")
    locked.save(update_fields=[*changes, "changed_at"])
    if visibility is not None and visibility != locked.course.visibility:
        if locked.course.current_id is not None:
            raise Refused(_("The course is published: its publisher says who may find it."), field="visibility")
        set_visibility(course=locked.course, visibility=visibility, actor=actor, at=at)
    changed(locked, *sorted(changes), actor=actor, at=at)
    return locked


def _tidy(field: str, value: Any) -> Any:
    if field in ("outcomes", "keywords"):
        longest = 300 if field == "outcomes" else 60
        lines = list(dict.fromkeys(line.strip() for line in value if line.strip()))
        if len(lines) > LONGEST_LIST or any(len(line) > longest for line in lines):
            text = _("At most %(lines)s entries of at most %(longest)s characters each.")
            raise Refused(text % {"lines": LONGEST_LIST, "longest": longest}, field=field)
        return lines
    if field == "translations":
        return {
            language: {name: texts[name] for name in sorted(TRANSLATABLE & set(texts)) if texts[name]}
            for language, texts in value.items()
            if any(texts.values())
        }
    return value.strip() if isinstance(value, str) else value


@transaction.atomic
def tag_competency(
    *, release: Release, competency: "Competency", level: int, actor: "User", at: datetime
) -> ReleaseCompetency:
    """Say that the course builds the competency up to the level (a number of its scale); tagging again changes the
    level."""
    locked = open_draft(release)
    if not competency.scale.levels.filter(number=level).exists():
        raise Refused(_("The scale of this competency has no such level."), field="level")
    tag, _new = ReleaseCompetency.objects.update_or_create(
        release=locked, competency=competency, defaults={"level": level}
    )
    changed(locked, "competencies", actor=actor, at=at)
    return tag


@transaction.atomic
def untag_competency(*, release: Release, competency: "Competency", actor: "User", at: datetime) -> None:
    """Take a competency off a draft; one that is not there is no error."""
    locked = open_draft(release)
    if ReleaseCompetency.objects.filter(release=locked, competency=competency).delete()[0]:
        changed(locked, "competencies", actor=actor, at=at)
