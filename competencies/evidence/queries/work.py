"""What a person's work asks for, and what lies between that and what they hold."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from competencies.evidence import offers
from competencies.evidence.offers import Offer
from competencies.evidence.queries.holdings import levels_held
from competencies.positions import queries as positions
from competencies.positions.models import Position
from competencies.positions.queries import Asked, Held
from igot.kernel.clock import day_in_india, now
from igot.kernel.statements import Prepared, mark_of
from igot.kernel.tenancy import required_path

if TYPE_CHECKING:
    from igot.accounts.models import User


@dataclass(frozen=True)
class Gap:
    """What the work asks, what the person holds, and how many levels are missing, weighed by criticality."""

    asked: Asked
    held: int
    missing: int
    weight: int
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """One requirement set: of a posting with the position that describes it, or (no posting) of the person alone."""

    posting: Held | None
    gaps: list[Gap]

    @property
    def met(self) -> int:
        """How many competencies are held at the level that is asked."""
        return sum(1 for gap in self.gaps if not gap.missing)


def position_of(user: "User") -> Position | None:
    """The position the person holds by the substantive posting."""
    return positions.position_of(user)


def work_of(user: "User", on: date | None = None) -> list[Work]:
    """The requirement sets of a person on a day (by default today): one per posting, the substantive first, then what
    a work order asks of them alone. In each the heaviest gap comes first. Five queries.
    """
    day = on or day_in_india(now())
    places = positions.positions_of(user, day)
    asked = positions.asked_of(user, day, places)
    held = levels_held(user)
    found = [Work(place, _weighed([line for line in asked if line.held is place], held)) for place in places]
    alone = [line for line in asked if line.held is None]
    return found + ([Work(None, _weighed(alone, held))] if alone else [])


def _weighed(asked: list[Asked], held: dict[int, int]) -> list[Gap]:
    lines = []
    for line in asked:
        has = held.get(line.competency.pk, 0)
        missing = max(0, line.level - has)
        lines.append(Gap(line, has, missing, missing * line.criticality))
    return sorted(lines, key=_heaviest)


def _heaviest(gap: Gap) -> tuple[int, int, str]:
    return -gap.weight, -gap.missing, gap.asked.competency.name


def work_mark(user: "User", on: date) -> str:
    """A text that changes with whatever decides what the person lacks on a day: their postings, what they hold, and
    everything that work asks of anybody. Empty where it is not known. One query.
    """
    ((number, postings, held),) = _DECIDES.run(person=user.pk)
    return mark_of(number, postings, held, on, required_path()) if number is not None else ""


_DECIDES = Prepared(
    """
SELECT (SELECT number FROM competencies_edition),
       (SELECT array_agg((p.id, p.organisation_id, p.designation_id, p.kind, p.starts_on, p.ends_on)::text
                         ORDER BY p.id)
          FROM accounts_posting p WHERE p.user_id = $1),
       (SELECT array_agg((a.competency_id, a.level, a.organisation_id)::text ORDER BY a.competency_id)
          FROM competencies_attainment a WHERE a.learner_id = $1)
""",
    person="bigint",
)


def gaps(user: "User", work: list[Work] | None = None) -> list[Gap]:
    """One line per competency over everything the person's work asks: where two postings ask, the higher level and
    the graver criticality. The heaviest gap first, those met last.
    """
    merged: dict[int, Asked] = {}
    held: dict[int, int] = {}
    for one in work_of(user) if work is None else work:
        for gap in one.gaps:
            key = gap.asked.competency.pk
            line = merged.setdefault(key, Asked(gap.asked.competency))
            line.level = max(line.level, gap.asked.level)
            line.criticality = max(line.criticality, gap.asked.criticality)
            line.sources.extend(source for source in gap.asked.sources if source not in line.sources)
            held[key] = gap.held
    return _weighed(list(merged.values()), held)


def with_offers(user: "User", found: list[Gap]) -> list[Gap]:
    """The gaps, each with what would close it or bring the person nearer."""
    wanted = {gap.asked.competency.pk: (gap.held, gap.asked.level) for gap in found if gap.missing}
    offered = offers.offers_for(user, wanted)
    return [
        Gap(gap.asked, gap.held, gap.missing, gap.weight, offered.get(gap.asked.competency.pk, [])) for gap in found
    ]
