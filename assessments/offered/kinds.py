"""A pass is evidence; whoever lacks a competency is shown the assessments that confirm it."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.attempts.contexts import AttemptContext
from assessments.attempts.contexts import register as register_context
from assessments.offered import queries, services
from assessments.papers.queries import question_counts
from competencies.evidence import offers
from competencies.evidence.offers import Offer, Supply, Wanted

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

register_context(AttemptContext(kind=queries.CONTEXT, on_graded=services.record_passed))


def find(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """Assessments open to the person that confirm a level above the one held, the highest first."""
    rows = list(queries.visible_to(user).filter(competency__in=list(wanted)).order_by("-level", "pk"))
    useful = [one for one in rows if one.level > wanted[one.competency_id][0]]
    versions = queries.versions_of(useful)
    questions = question_counts(versions.values())
    found: dict[int, list[Offer]] = {}
    for one in useful:
        version = versions[one.pk]
        offer = Offer(
            title=str(version.in_language("title")),
            url=reverse("assessment", args=[one.slug]),
            kind="assessment",
            level=one.level,
            minutes=queries.minutes_of(version, questions[version.pk]),
            why=_("Passing it confirms level %(level)s at once, without a course.") % {"level": one.level},
            closes=one.level >= wanted[one.competency_id][1],
        )
        found.setdefault(one.competency_id, []).append(offer)
    return found


def count(organisation: "Organisation | None") -> Supply:
    """How many open assessments confirm each competency at each level."""
    total: Supply = {}
    for competency, level in queries.visible_in(organisation).values_list("competency", "level"):
        total[competency, level] = total.get((competency, level), 0) + 1
    return total


offers.register("assessments", find)
offers.register_supply("assessments", count)
