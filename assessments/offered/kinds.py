"""A pass is evidence; whoever lacks a competency is shown the assessments that confirm it."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.attempts.contexts import AttemptContext
from assessments.attempts.contexts import register as register_context
from assessments.offered import queries, services
from assessments.offered.models import OfferedAssessment
from assessments.papers.queries import question_counts
from competencies.evidence import offers
from competencies.evidence.offers import Offer, Supply, Wanted
from competencies.framework import queries as competencies

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

register_context(AttemptContext(kind=queries.CONTEXT, on_graded=services.record_passed))


def find(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """Assessments open to the person that confirm a level above the one held, the highest first."""
    return _offers(queries.visible_to(user), wanted)


def list_for(organisation: "Organisation", wanted: Wanted) -> dict[int, list[Offer]]:
    """The same for all who serve in an organisation, for those who plan what to teach there."""
    return _offers(queries.visible_in(organisation), wanted)


def _offers(offered: QuerySet[OfferedAssessment], wanted: Wanted) -> dict[int, list[Offer]]:
    rows = offered.filter(competencies.naming("competency", pk__in=list(wanted))).order_by("-level", "pk")
    counting = [(one, key) for one, key in _counting(rows) if key in wanted and one.level > wanted[key][0]]
    versions = queries.versions_of([one for one, _key in counting])
    questions = question_counts(versions.values())
    found: dict[int, list[Offer]] = {}
    for one, key in counting:
        version = versions[one.pk]
        offer = Offer(
            title=str(version.in_language("title")),
            url=reverse("assessment", args=[one.slug]),
            kind="assessment",
            level=one.level,
            minutes=queries.minutes_of(version, questions[version.pk]),
            why=_("Passing it confirms level %(level)s at once, without a course.") % {"level": one.level},
            closes=one.level >= wanted[key][1],
        )
        found.setdefault(key, []).append(offer)
    return found


def _counting(offered: QuerySet[OfferedAssessment]) -> list[tuple[OfferedAssessment, int]]:
    """Each with the competency (its key) for which it counts: what took the place of one no longer in force."""
    found = offered.annotate(counts_for=competencies.counts_for("competency"))
    return [(one, int(one.counts_for)) for one in found]


def count(organisation: "Organisation | None") -> Supply:
    """How many open assessments confirm each competency at each level."""
    total: Supply = {}
    offered = queries.visible_in(organisation).annotate(counts_for=competencies.counts_for("competency"))
    for competency, level in offered.values_list("counts_for", "level"):
        total[competency, level] = total.get((competency, level), 0) + 1
    return total


offers.register("assessments", find)
offers.register_supply("assessments", count)
offers.register_list("assessments", list_for)
