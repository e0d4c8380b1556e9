"""Published courses are offered to those who lack what they teach, and counted for those who plan what to teach."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.evidence import offers
from competencies.evidence.offers import Offer, Supply, Wanted
from competencies.framework import queries as competencies
from courses.authoring.models import Course, Release, ReleaseCompetency, Resource
from courses.catalogue import queries

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

# What a completed course alone supports (competencies.evidence.rules); one that examines supports its own level.
WITHOUT_EXAMINATION = 2
MOST_PER_COMPETENCY = 4


def find(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """Courses the person may find that raise a competency above what is held, those that reach furthest first."""
    found = _offers(queries.visible_to(user), wanted)
    return {key: _best(mine)[:MOST_PER_COMPETENCY] for key, mine in found.items()}


def list_for(organisation: "Organisation", wanted: Wanted) -> dict[int, list[Offer]]:
    """The same for all who serve in an organisation, for those who plan what to teach there."""
    return {key: _best(mine) for key, mine in _offers(queries.visible_in(organisation), wanted).items()}


def _best(offers: list[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda one: (not one.closes, -one.level, one.minutes))


def _offers(courses: QuerySet[Course], wanted: Wanted) -> dict[int, list[Offer]]:
    named = competencies.naming("competency", level="reach", pk__in=list(wanted))
    rows = _tags(courses).filter(named).select_related("release__course")
    found: dict[int, list[Offer]] = {}
    for tag in _furthest(rows.order_by("-level", "release__minutes", "pk")):
        key = _counts_for(tag)
        held, asked = wanted.get(key, (0, 0))
        if key in wanted and _reach(tag) > held:
            found.setdefault(key, []).append(_offer(tag, asked))
    return found


def _furthest(tags: Iterable[ReleaseCompetency]) -> list[ReleaseCompetency]:
    """One tag per course and competency: a course may name a competency and the one that took its place."""
    found: dict[tuple[int, int], ReleaseCompetency] = {}
    for tag in tags:
        kept = found.setdefault((tag.release_id, _counts_for(tag)), tag)
        if _reach(tag) > _reach(kept):
            found[tag.release_id, _counts_for(tag)] = tag
    return list(found.values())


def _offer(tag: ReleaseCompetency, asked: int) -> Offer:
    own, level = int(tag.reach), _reach(tag)  # type: ignore[attr-defined]
    if tag.examined:  # type: ignore[attr-defined]
        why = _("Its assessment can confirm level %(level)s.") % {"level": own}
    elif own < tag.level:
        why = _("It teaches up to level %(taught)s; without an assessment it is evidence up to level %(level)s.") % {
            "taught": tag.level,
            "level": own,
        }
    else:
        why = _("Completing it is evidence of level %(level)s.") % {"level": own}
    return Offer(
        title=str(tag.release),
        url=reverse("course", kwargs={"slug": tag.release.course.slug}),
        reference=str(tag.release.course.public_id),
        kind="assessment" if tag.examined else "course",  # type: ignore[attr-defined]
        level=level,
        minutes=tag.release.minutes,
        why=competencies.by_crosswalk(why, own=own, level=level),
        closes=level >= asked,
    )


def count(organisation: "Organisation | None") -> Supply:
    """How many published courses raise each competency to each level: those open to an organisation, or all."""
    everything = Course.objects.filter(current__state=Release.State.PUBLISHED, is_archived=False)
    courses = everything if organisation is None else queries.visible_in(organisation)
    total: Supply = {}
    for tag in _furthest(_tags(courses)):
        key = (_counts_for(tag), _reach(tag))
        total[key] = total.get(key, 0) + 1
    return total


def mark(organisation: "Organisation | None") -> str:
    """Changes with whatever changes what is offered, and counted, for an organisation or (none) at all."""
    reach = queries.reach(organisation)
    return f"{'all' if organisation is None else 'open'}:{reach}" if reach is not None else ""


def _tags(courses: QuerySet[Course]) -> QuerySet[ReleaseCompetency]:
    """The competencies of the courses' current releases, whether an examination belongs to each, the level it can
    `reach` by that, and for which it counts, at which level (`counts_for`, `counts_at`: what took the place of one that
    is no longer in force).
    """
    examination = Resource.objects.filter(
        module__release=OuterRef("release"), kind=Resource.Kind.ASSESSMENT, mandatory=True
    )
    tags = ReleaseCompetency.objects.filter(release__in=courses.order_by().values("current"))
    alone = Least("level", WITHOUT_EXAMINATION)
    tags = tags.annotate(examined=Exists(examination))
    tags = tags.annotate(reach=Case(When(examined=True, then=F("level")), default=alone))
    counts_for = competencies.counts_for("competency", level="reach")
    return tags.annotate(counts_for=counts_for, counts_at=competencies.counted_level("competency", level="reach"))


def _counts_for(tag: ReleaseCompetency) -> int:
    return int(tag.counts_for)  # type: ignore[attr-defined]


def _reach(tag: ReleaseCompetency) -> int:
    return int(tag.counts_at)  # type: ignore[attr-defined]


offers.register("courses", find)
offers.register_supply("courses", count)
offers.register_list("courses", list_for)
offers.register_mark("courses", mark)
