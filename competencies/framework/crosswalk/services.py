"""Make scales, say which levels answer to each other, and which competencies do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from competencies.framework.crosswalk import queries
from competencies.framework.facts import CrosswalkChanged, ScaleAdded
from competencies.framework.models import Competency, CompetencyLink, LevelLink, Relation, Scale, ScaleLevel
from competencies.framework.services.standing import follow_crosswalk
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MOST_LEVELS = 10


@transaction.atomic
def add_scale(
    *,
    code: str,
    name: str,
    name_hi: str = "",
    levels: Sequence[Mapping[str, str]],
    organisation: "Organisation",
    actor: "User",
    at: datetime,
) -> Scale:
    """A new scale; `levels` from the lowest up, each with `name`, `name_hi`, `gist`, `gist_hi`. It never changes: what
    people hold is counted on it.

    Raises Refused for a code in use, fewer than two levels or more than ten, a name that stands twice. Publishes
    ScaleAdded.
    """
    named = [level["name"].strip() for level in levels]
    if not 2 <= len(named) <= MOST_LEVELS or not all(named):
        raise Refused(_("A scale has two to ten levels, each with a name."), field="levels")
    if len({name.casefold() for name in named}) < len(named):
        raise Refused(_("Two levels bear the same name."), field="levels")
    hindi = {"hi": {"name": name_hi}} if name_hi else {}
    try:
        with transaction.atomic():
            scale = Scale.objects.create(code=code, name=name, translations=hindi)
    except IntegrityError as error:
        raise Refused(_("Another scale has this code."), field="code") from error
    ScaleLevel.objects.bulk_create(
        ScaleLevel(
            scale=scale,
            number=number,
            name=level["name"].strip(),
            gist=level.get("gist", ""),
            translations=_hindi(level),
        )
        for number, level in enumerate(levels, start=1)
    )
    publish(ScaleAdded(scale=scale.code), organisation=organisation, actor=actor, at=at)
    return scale


def _hindi(level: Mapping[str, str]) -> dict[str, dict[str, str]]:
    texts = {name: level[f"{name}_hi"] for name in ("name", "gist") if level.get(f"{name}_hi")}
    return {"hi": texts} if texts else {}


@transaction.atomic
def set_answers(
    *,
    scale: Scale,
    other: Scale,
    answers: Mapping[int, tuple[int, str]],
    organisation: "Organisation",
    actor: "User | None",
    at: datetime,
) -> int:
    """Say for each level of the one scale which level of the other it answers to; levels left out answer to none.

    Raises Refused (`level_<n>`) for a level outside the other scale, or one that answers to a lower level than the
    level below it does. Publishes CrosswalkChanged; what rests on retired competencies of the one scale follows to
    their successors on the other (`follow_crosswalk`), and what followed before stays as it was counted then. Returns
    how many requirements and the like followed.
    """
    if scale.pk == other.pk:
        raise Refused(_("A scale answers to itself; choose another one."), field="other")
    mine = {level.number: level for level in queries.levels(scale)}
    theirs = {level.number: level for level in queries.levels(other)}
    highest = 0
    for number, (answer, relation) in sorted(answers.items()):
        field = f"level_{number}"
        if number not in mine or answer not in theirs or relation not in Relation.values:
            raise Refused(_("This level is not on the scale."), field=field)
        if answer < highest:
            raise Refused(_("A higher level cannot answer to a lower one than the level below it does."), field=field)
        highest = answer
    LevelLink.objects.filter(level__scale=scale, other__scale=other).delete()
    LevelLink.objects.bulk_create(
        LevelLink(level=mine[number], other=theirs[answer], relation=relation)
        for number, (answer, relation) in answers.items()
    )
    fact = CrosswalkChanged(first=scale.code, other=other.code)
    publish(fact, organisation=organisation, actor=actor, at=at)
    moved = follow_crosswalk(scale=scale, other=other, actor=actor, at=at)
    return sum(moved.values())


@transaction.atomic
def link_competencies(
    *,
    competency: Competency,
    other: Competency,
    relation: str,
    note: str = "",
    organisation: "Organisation",
    actor: "User",
    at: datetime,
) -> CompetencyLink:
    """Say how a competency answers to another. Raises Refused (`other`) for itself, Conflict when they are linked.

    Publishes CrosswalkChanged.
    """
    if competency.pk == other.pk:
        raise Refused(_("A competency answers to itself; choose another one."), field="other")
    if relation not in Relation.values:
        raise Refused(_("Choose how the two relate."), field="relation")
    try:
        with transaction.atomic():
            made = CompetencyLink.objects.create(
                competency=competency, other=other, relation=relation, note=note.strip(), added_by=actor, added_at=at
            )
    except IntegrityError as error:
        raise Conflict(_("These two are linked already. Remove that link first.")) from error
    fact = CrosswalkChanged(first=competency.code, other=other.code)
    publish(fact, organisation=organisation, actor=actor, at=at)
    return made


@transaction.atomic
def unlink(*, link: CompetencyLink, organisation: "Organisation", actor: "User", at: datetime) -> None:
    """Remove a link. Raises Refused for one by which people's levels were carried over. Publishes CrosswalkChanged."""
    fact = CrosswalkChanged(first=link.competency.code, other=link.other.code)
    try:
        with transaction.atomic():
            CompetencyLink.objects.filter(pk=link.pk).delete()
    except ProtectedError as error:
        raise Refused(_("Levels were carried over by this link, so it stays.")) from error
    publish(fact, organisation=organisation, actor=actor, at=at)
