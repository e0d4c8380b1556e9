"""Find people by what a post asks: ranked, explained, without those who may choose not to be found and did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from competencies.evidence.models import Attainment
from competencies.framework.models import Competency, ScaleLevel, Status
from competencies.insight.models import FinderChoice, FinderResult, FinderSearch
from competencies.insight.rules import percent
from competencies.positions.models import Position
from competencies.positions.queries import asked_by
from igot.kernel.errors import NotFound
from igot.kernel.statements import Prepared
from igot.organisations.models import Organisation

if TYPE_CHECKING:
    from igot.accounts.models import User

# What is held above what is asked makes nobody fitter for this post. Only the best candidates are looked up among the
# people: joining everybody who holds anything would cost more than the search.
BEST = """
    WITH asked AS (
        SELECT * FROM unnest(%(competencies)s::bigint[], %(levels)s::integer[], %(weights)s::integer[])
            AS asked (competency_id, level, weight)
    ), held AS (
        SELECT attained.learner_id, sum(asked.weight * least(attained.level, asked.level)) AS score,
            count(*) FILTER (WHERE attained.level >= asked.level) AS met
        FROM asked
        JOIN competencies_attainment attained
            ON attained.competency_id = asked.competency_id AND attained.level >= 1
        WHERE attained.organisation_id = ANY(%(organisations)s)
        GROUP BY attained.learner_id
    ), candidate AS (
        SELECT * FROM held WHERE met >= %(at_least)s
        ORDER BY score DESC, met DESC, learner_id LIMIT %(candidates)s
    )
    SELECT person.id FROM candidate
    LEFT JOIN accounts_user person ON person.id = candidate.learner_id AND person.is_active {willing}
    ORDER BY candidate.score DESC, candidate.met DESC, candidate.learner_id
"""
# How many candidates are looked up for each that is wanted.
SPARE = 4
WILLING = "AND NOT EXISTS (SELECT FROM competencies_finderchoice choice WHERE choice.person_id = person.id)"


@dataclass(frozen=True)
class Wish:
    """One competency that is looked for."""

    competency: Competency
    level: int
    criticality: int


@dataclass(frozen=True)
class Held:
    """One wish with what a person holds of it."""

    wish: Wish
    level: int

    @property
    def is_met(self) -> bool:
        """Whether it is held at the level asked or above."""
        return self.level >= self.wish.level

    @property
    def missing(self) -> int:
        """Levels that are missing."""
        return max(0, self.wish.level - self.level)


@dataclass(frozen=True)
class Match:
    """A person with what they meet and lack: `percent` of all levels asked, each weighed by its criticality."""

    place: int
    person: "User"
    held: list[Held]

    @property
    def percent(self) -> int:
        """How much of what is asked is held."""
        asked = sum(each.wish.level * each.wish.criticality for each in self.held)
        return percent(sum(min(each.level, each.wish.level) * each.wish.criticality for each in self.held), asked)

    @property
    def met(self) -> int:
        """How many of the wishes are met in full."""
        return sum(each.is_met for each in self.held)

    @property
    def meets_all(self) -> bool:
        """Whether nothing is lacking."""
        return self.met == len(self.held)


def honours_choices(organisation: Organisation) -> bool:
    """Whether a search made for this organisation leaves out those who chose not to be found.

    The own ministry or State posts its people and has to know them; searches from above it are the person's choice.
    """
    return organisation.kind == Organisation.Kind.GOVERNMENT


def best_for(organisation: Organisation, wishes: Sequence[Wish], *, most: int, all_of_them: bool = False) -> list[int]:
    """The keys of the people of the subtree who hold most of what is wished for, best first; nobody who holds nothing
    of it.
    """
    statement = BEST.format(willing=WILLING if honours_choices(organisation) else "")
    below = Organisation.objects.filter(path__startswith=organisation.path)
    values: dict[str, Any] = {
        "competencies": [wish.competency.pk for wish in wishes],
        "levels": [wish.level for wish in wishes],
        "weights": [wish.criticality for wish in wishes],
        "at_least": len(wishes) if all_of_them else 0,
        "organisations": list(below.values_list("pk", flat=True)),
    }
    candidates = most * SPARE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {**values, "candidates": candidates})
            rows = cursor.fetchall()
        found = [person for (person,) in rows if person is not None]
        # Where so many have left or do not want to be found, more candidates are asked for.
        if len(found) >= most or len(rows) < candidates:
            return found[:most]
        candidates *= SPARE


def heights(scales: Iterable[int]) -> dict[int, int]:
    """The highest level of each of these scales (keys)."""
    rows = ScaleLevel.objects.filter(scale__in=list(scales)).order_by().values_list("scale_id")
    return dict(rows.annotate(highest=Max("number")))


def wishes_for(position: Position | None, chosen: Sequence[Wish]) -> list[Wish]:
    """What a position asks and what was chosen beside it; a chosen level replaces the position's."""
    named = {wish.competency.pk for wish in chosen}
    asked = asked_by(position) if position is not None else []
    own = [Wish(line.competency, line.level, line.criticality) for line in asked if line.competency.pk not in named]
    return [*own, *chosen]


def wishes_of(search: FinderSearch) -> list[Wish]:
    """What was looked for, as it was kept with the search."""
    kept = {UUID(each["competency"]): each for each in search.criteria["wishes"]}
    found = Competency.objects.filter(public_id__in=kept).select_related("scale")
    wishes = [Wish(each, kept[each.public_id]["level"], kept[each.public_id]["criticality"]) for each in found]
    return in_order(wishes)


def in_order(wishes: Iterable[Wish]) -> list[Wish]:
    """The gravest wish first."""
    return sorted(wishes, key=lambda wish: (-wish.criticality, -wish.level, wish.competency.name))


def matches(search: FinderSearch, wishes: Sequence[Wish]) -> list[Match]:
    """The people the search showed, in their places, with what each holds now. Who has left the subtree is left out,
    and who has chosen since not to be found where that counts.
    """
    results = search.results.select_related("person__organisation", "person__designation")
    if honours_choices(search.organisation):
        results = results.exclude(person__in=FinderChoice.objects.values("person"))
    found = [
        row
        for row in results.filter(person__is_active=True)
        if row.person.organisation is not None and row.person.organisation.path.startswith(search.organisation.path)
    ]
    held = held_by([row.person_id for row in found], wishes)
    return [
        Match(
            row.place,
            row.person,
            [Held(wish, held.get((row.person_id, wish.competency.pk), 0)) for wish in wishes],
        )
        for row in found
    ]


def held_by(people: Iterable[int], wishes: Sequence[Wish]) -> dict[tuple[int, int], int]:
    """The levels these people (keys) hold in what is wished for, by (person, competency)."""
    rows = Attainment.objects.filter(learner__in=list(people), competency__in=[wish.competency for wish in wishes])
    return {(learner, competency): level for learner, competency, level in rows.values_list(
        "learner_id", "competency_id", "level"
    )}  # fmt: skip


def search(organisation: Organisation, public_id: UUID) -> FinderSearch:
    """A search made for exactly this organisation. Raises NotFound."""
    found: FinderSearch | None = (
        FinderSearch.objects.filter(organisation=organisation, public_id=public_id)
        .select_related("organisation", "searched_by", "position")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def choices_mark() -> str:
    """Changes with every position, competency and organisation, and so with whatever a finder may choose from; empty
    where it is not known.
    """
    ((number,),) = _EDITION.run()
    return str(number or "")


_EDITION = Prepared("SELECT (SELECT number FROM competencies_edition)")


def positions_of(places: "QuerySet[Organisation]") -> "QuerySet[Position]":
    """The positions in force of these organisations, by name."""
    found = Position.objects.filter(status=Status.APPROVED, organisation__in=places.order_by().values("pk"))
    return found.order_by("name", "pk")


def searches(organisation: Organisation, person: "User | None" = None) -> "QuerySet[FinderSearch]":
    """Who looked for whom in the subtree, or what one person looked for, newest first."""
    found: QuerySet[FinderSearch] = FinderSearch.objects.filter(organisation__path__startswith=organisation.path)
    if person is not None:
        found = found.filter(searched_by=person)
    return found.select_related("organisation", "searched_by", "position").order_by("-searched_at", "-pk")


def shown_of(person: "User") -> "QuerySet[FinderResult]":
    """In which searches a person was shown, newest first: their own to know, whoever searched."""
    found = FinderResult.objects.filter(person=person).select_related("search__organisation", "search__position")
    return found.order_by("-search__searched_at", "-pk")


def may_be_found(person: "User") -> bool:
    """Whether the person leaves it to finders from beyond their ministry or State to see them."""
    return not FinderChoice.objects.filter(person=person).exists()
