"""Read what to teach next: gaps x people x what there is to learn from; and what nobody offers (the demand board)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Substr

from competencies.evidence import offers
from competencies.framework.models import Competency, Status
from competencies.insight.models import GapCount
from competencies.insight.queries.heat import Numbers, wholes
from competencies.insight.rules import FEWEST, at_least
from igot.kernel.tenancy import everywhere
from igot.organisations.models import Organisation

# A ministry lies one step below its government; a State is the root of a tree of its own.
STATE, MINISTRY = Organisation.steplen, 2 * Organisation.steplen


@dataclass(frozen=True)
class Need:
    """One competency of a part: who lacks it, up to which level it is asked, and what there is to learn it from."""

    competency: Competency
    numbers: Numbers
    highest_asked: int
    offered: int
    highest_offered: int

    # Of those who lack it, how many are asked for each level.
    lacking_by_level: dict[int, int] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Changes with everything that is shown of it."""
        numbers = self.numbers
        shown = (numbers.people, numbers.meeting, numbers.missing, numbers.weight, self.highest_asked, self.offered)
        return repr((*shown, self.highest_offered, str(self.competency), self.competency.public_id))

    @property
    def is_few(self) -> bool:
        """Whether so few lack it that their number is not said."""
        return self.numbers.lacking < FEWEST

    @property
    def criticality(self) -> float:
        """The average criticality of the levels that are missing: 1 useful, 2 important, 3 critical."""
        return self.numbers.weight / self.numbers.missing if self.numbers.missing else 0.0


@dataclass
class Demand:
    """A level of a competency that people of several ministries lack, and how much reaches it."""

    competency: Competency
    level: int
    level_name: str = ""
    people: int = 0
    ministries: int = 0
    offered: int = 0
    highest_offered: int = 0


def teach_next(part: Organisation, top: Organisation, day: date) -> list[Need]:
    """What to teach next in a part: weight = people x missing levels x criticality; what can be taught now comes first.

    Only competencies in force whose sum may be shown; met ones are left out.
    """
    sums = {key: numbers for key, numbers in wholes(part, top, day).items() if numbers.missing}
    lacking = _lacking(part, day)
    there = _by_competency(offers.supply(part))
    needs = []
    for each in Competency.objects.filter(pk__in=sums, status=Status.APPROVED):
        levels, asked = there.get(each.pk, {}), lacking.get(each.pk, {})
        needs.append(
            Need(
                each, sums[each.pk], max(asked, default=0), sum(levels.values()), max(levels, default=0), asked,
            )
        )  # fmt: skip
    return sorted(needs, key=lambda need: (need.offered == 0, -need.numbers.weight, need.competency.name))


def _lacking(part: Organisation, day: date) -> dict[int, dict[int, int]]:
    """How many people lack each competency (its key), by the level that is asked of them."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    counts = GapCount.objects.filter(day=day, organisation__path__startswith=part.path, missing__gt=0)
    rows = _by_level(counts, "competency_id")
    for row in rows:
        found[row["competency_id"]][row["level"]] = row["people_"] - row["meeting_"]
    return found


def _by_level(counts: "QuerySet[GapCount]", *names: str) -> "QuerySet[GapCount, dict[str, int]]":
    """The people asked and those who meet it, per level that is asked and whatever is named."""
    # A position asks everybody in it for one level; of work orders' mixed ones the next level up is taken.
    level = (F("required") + F("people") - 1) / F("people")
    grouped = counts.annotate(level=level).order_by().values(*names, "level")
    return grouped.annotate(people_=Sum("people"), meeting_=Sum("meeting"))


@dataclass(frozen=True)
class Brought:
    """An offer, and how many of those who lack the competency it brings to the level asked of them: `people` of them,
    or so many at least where saying more would speak of a few (0: a few, if any).
    """

    offer: offers.Offer
    people: int
    is_exact: bool


def brought(part: Organisation, needs: Sequence[Need], most: int) -> dict[int, list[Brought]]:
    """What is open to all who serve in a part, per competency (its key), with the people each offer would bring to the
    level asked of them: at most so many offers each. As many queries however many needs.
    """
    wanted = {need.competency.pk: (0, need.highest_asked) for need in needs if need.offered}
    open_to_them = offers.offers_in(part, wanted, most=most)
    found = {}
    for need in needs:
        told = [
            (offer, at_least(need.lacking_by_level, offer.level)) for offer in open_to_them.get(need.competency.pk, [])
        ]
        found[need.competency.pk] = [Brought(offer, people, exact) for offer, (people, exact) in told]
    return found


def demand(day: date, *, text: str = "", kind: str = "") -> list[Demand]:
    """What the whole government lacks, level by level: what nothing reaches first, then by people.

    Read beyond the reader's own organisation, so sums only: a ministry in which fewer than five people lack a level is
    not counted, and none is named.
    """
    with everywhere():
        return _demand(day, text, kind)


def _demand(day: date, text: str, kind: str) -> list[Demand]:
    counts = GapCount.objects.filter(day=day, missing__gt=0, competency__status=Status.APPROVED)
    for word in text.split():
        counts = counts.filter(
            Q(competency__name__icontains=word) | Q(competency__translations__hi__name__icontains=word)
        )
    if kind:
        counts = counts.filter(competency__kind=kind)
    governments = Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT).values_list("path", flat=True)
    under = reduce(or_, (Q(organisation__path__startswith=path) for path in governments), Q(pk__in=[]))
    ministry = Case(
        When(under, then=Substr("organisation__path", 1, MINISTRY)), default=Substr("organisation__path", 1, STATE)
    )
    rows = _by_level(counts.annotate(ministry=ministry), "competency_id", "ministry")
    lacking: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        people = row["people_"] - row["meeting_"]
        if people >= FEWEST:
            lacking[row["competency_id"], row["level"]].append(people)
    competencies = (
        Competency.objects.filter(pk__in={key for key, _level in lacking})
        .select_related("scale")
        .prefetch_related("scale__levels")
        .in_bulk()
    )
    there = _by_competency(offers.supply())
    found = []
    for (key, wanted), groups in lacking.items():
        levels = there.get(key, {})
        names = {each.number: str(each.in_language("name")) for each in competencies[key].scale.levels.all()}
        reaching = sum(number for reached, number in levels.items() if reached >= wanted)
        found.append(
            Demand(
                competencies[key], wanted, names.get(wanted, ""), sum(groups), len(groups), reaching,
                max(levels, default=0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.offered > 0, -each.people, each.competency.name, each.level))


def _by_competency(supply: dict[tuple[int, int], int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for (competency, level), number in supply.items():
        found[competency][level] = number
    return dict(found)
