"""A pass is evidence; whoever lacks a competency is shown the assessments that confirm it."""

from typing import TYPE_CHECKING, Any

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
from igot.kernel.statements import Prepared, mark_of

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

register_context(
    AttemptContext(kind=queries.CONTEXT, on_graded=services.record_passed, on_voided=services.withdraw_voided)
)


def find(user: "User", wanted: Wanted) -> dict[int, list[Offer]]:
    """Assessments open to the person that confirm a level above the one held, the highest first."""
    return _offers(queries.visible_to(user), wanted)


def list_for(organisation: "Organisation", wanted: Wanted) -> dict[int, list[Offer]]:
    """The same for all who serve in an organisation, for those who plan what to teach there."""
    return _offers(queries.visible_in(organisation), wanted)


def _offers(offered: QuerySet[OfferedAssessment], wanted: Wanted) -> dict[int, list[Offer]]:
    rows = offered.filter(competencies.naming("competency", pk__in=list(wanted))).order_by("-level", "pk")
    counting = [each for each in _counting(rows) if each[1] in wanted and each[2] > wanted[each[1]][0]]
    versions = queries.versions_of([one for one, _key, _level in counting])
    questions = question_counts(versions.values())
    why = _("Passing it confirms level %(level)s at once, without a course.")
    found: dict[int, list[Offer]] = {}
    for one, key, level in counting:
        version = versions[one.pk]
        offer = Offer(
            title=str(version.in_language("title")),
            url=reverse("assessment", args=[one.slug]),
            kind="assessment",
            level=level,
            minutes=queries.minutes_of(version, questions[version.pk]),
            why=competencies.by_crosswalk(why % {"level": one.level}, own=one.level, level=level),
            closes=level >= wanted[key][1],
        )
        found.setdefault(key, []).append(offer)
    return found


def _counting(offered: QuerySet[OfferedAssessment]) -> list[tuple[OfferedAssessment, int, int]]:
    """Each with the competency (its key) and the level for which it counts: what took the place of one no longer in
    force.
    """
    placed: Any = offered.annotate(
        counts_for=competencies.counts_for("competency"), counts_at=competencies.counted_level("competency")
    )
    return [(one, int(one.counts_for), int(one.counts_at)) for one in placed]


def count(organisation: "Organisation | None") -> Supply:
    """How many open assessments confirm each competency at each level."""
    total: Supply = {}
    for _offered, competency, level in _counting(queries.visible_in(organisation)):
        total[competency, level] = total.get((competency, level), 0) + 1
    return total


def mark(organisation: "Organisation | None") -> str:
    """Changes with whatever changes what is offered, and counted, for an organisation or (none) at all. One query."""
    ((number, links, offered),) = _DECIDES.run()
    return mark_of(number, links, offered, organisation and organisation.path) if number is not None else ""


# What is open and the version that is sat in each, which is never edited; and whatever says for which competency a
# level counts: competencies, scales and organisations have a number (competencies.positions.models.Edition),
# crosswalks not.
_DECIDES = Prepared(
    """
SELECT (SELECT number FROM competencies_edition),
       (SELECT array_agg((l.level_id, l.other_id)::text ORDER BY l.id) FROM competencies_levellink l),
       (SELECT array_agg((o.id, o.organisation_id, o.competency_id, o.level, o.for_everyone, o.slug, (
                   SELECT v.id FROM assessments_paperversion v
                   WHERE v.paper_id = o.paper_id AND v.state = 'published'
                   ORDER BY v.number DESC LIMIT 1))::text ORDER BY o.id)
          FROM assessments_offeredassessment o WHERE o.state = 'open')
"""
)


offers.register("assessments", find)
offers.register_supply("assessments", count)
offers.register_list("assessments", list_for)
offers.register_mark("assessments", mark)
