"""Published courses are offered to those who lack what they teach, and counted for those who plan what to teach."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.evidence import offers
from competencies.evidence.offers import Offer, Supply, Wanted
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
    found: dict[int, list[Offer]] = {}
    rows = _tags(queries.visible_to(user)).filter(competency__in=list(wanted)).select_related("release__course")
    for tag in rows.order_by("-level", "release__minutes", "pk"):
        held, asked = wanted[tag.competency_id]
        level = _reach(tag)
        mine = found.setdefault(tag.competency_id, [])
        if level > held:
            mine.append(_offer(tag, level, asked))
    return {
        key: sorted(mine, key=lambda one: (not one.closes, -one.level, one.minutes))[:MOST_PER_COMPETENCY]
        for key, mine in found.items()
    }


def _offer(tag: ReleaseCompetency, level: int, asked: int) -> Offer:
    if tag.examined:  # type: ignore[attr-defined]
        why = _("Its assessment can confirm level %(level)s.") % {"level": level}
    elif level < tag.level:
        why = _("It teaches up to level %(taught)s; without an assessment it is evidence up to level %(level)s.") % {
            "taught": tag.level,
            "level": level,
        }
    else:
        why = _("Completing it is evidence of level %(level)s.") % {"level": level}
    return Offer(
        title=str(tag.release),
        url=reverse("course", kwargs={"slug": tag.release.course.slug}),
        kind="assessment" if tag.examined else "course",  # type: ignore[attr-defined]
        level=level,
        minutes=tag.release.minutes,
        why=why,
        closes=level >= asked,
    )


def count(organisation: "Organisation | None") -> Supply:
    """How many published courses raise each competency to each level: those open to an organisation, or all."""
    everything = Course.objects.filter(current__state=Release.State.PUBLISHED, is_archived=False)
    courses = everything if organisation is None else queries.visible_in(organisation)
    total: Supply = {}
    for tag in _tags(courses):
        key = (tag.competency_id, _reach(tag))
        total[key] = total.get(key, 0) + 1
    return total


def _tags(courses: QuerySet[Course]) -> QuerySet[ReleaseCompetency]:
    """The competencies of the courses' current releases, and whether an examination belongs to each."""
    examination = Resource.objects.filter(
        module__release=OuterRef("release"), kind=Resource.Kind.ASSESSMENT, mandatory=True
    )
    tags = ReleaseCompetency.objects.filter(release__in=courses.order_by().values("current"))
    return tags.annotate(examined=Exists(examination))


def _reach(tag: ReleaseCompetency) -> int:
    return tag.level if tag.examined else min(tag.level, WITHOUT_EXAMINATION)  # type: ignore[attr-defined]


offers.register("courses", find)
offers.register_supply("courses", count)
