"""What a person may find: the published courses open to them, searched and filtered."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.core.cache import caches
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from competencies.framework import queries as framework
from courses.authoring.models import Course, Release, ReleaseCompetency
from courses.authoring.queries import courses_open_to
from courses.authoring.romanise import fold
from courses.catalogue.models import Edition
from igot.kernel.errors import NotFound
from igot.kernel.statements import Statement

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

LONGEST_QUERY = 100
MOST_WORDS = 8
# Devanagari's vowel signs are marks, which \w leaves out.
WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u097f]+")
# The three kinds of competencies are the areas of the Karmayogi Competency Model.
AREAS = {"behavioural": _("Behavioural"), "functional": _("Functional"), "domain": _("Domain")}
# Minutes from which, and up to which, a course belongs to the band.
DURATIONS = {"short": (0, 60), "medium": (61, 300), "long": (301, 1_000_000)}
FACETS = ("area", "language", "duration", "provider")


@dataclass(frozen=True)
class Filters:
    """What narrows the catalogue; the empty value narrows nothing."""

    language: str = ""
    provider: str = ""
    duration: str = ""
    area: str = ""
    competency: UUID | None = None

    def without(self, name: str) -> "Filters":
        """The same with one of them lifted: what its counts are taken from."""
        lifted: dict[str, Any] = {name: None if name == "competency" else ""}
        return replace(self, **lifted)

    def chosen(self) -> dict[str, str]:
        """Those that are set."""
        return {each.name: str(getattr(self, each.name)) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True)
class Facet:
    """A filter with its possible values, and how many courses each would leave: `(value, count)`, most first."""

    name: str
    counts: list[tuple[str, int]] = field(default_factory=list)


def visible_in(organisation: "Organisation | None") -> QuerySet[Course]:
    """The published courses that people of the organisation may find."""
    found = courses_open_to(organisation).filter(current__state=Release.State.PUBLISHED, is_archived=False)
    return found.select_related("current", "organisation")


def visible_to(user: "User") -> QuerySet[Course]:
    """The published courses the person may find."""
    return visible_in(user.organisation)


def course_for(user: "User", slug: str) -> Course:
    """The course at this address, if the person may find it. Raises NotFound."""
    found = visible_to(user).filter(slug=slug).prefetch_related(_tags()).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Reach:
    """What an organisation's people find in the catalogue at one moment: all that is open to everybody in the edition
    of this number, and these more. Under the number, or all of it, what was read afterwards may be kept.
    """

    number: int
    more: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.number}:{','.join(map(str, self.more))}"


@dataclass(frozen=True)
class Entry:
    """A course before it is read."""

    pk: int
    slug: str
    current_id: int | None
    open: bool


def entry(user: "User", slug: str, reach: Reach | None) -> Entry:
    """The course at this address, within reach. Raises NotFound where the person may not find it."""
    key = f"course:{reach.number}:{slug}" if reach else ""
    found: Entry | None = caches["process"].get(key) if key else None
    if found is None:
        row = visible_to(user).filter(slug=slug).values_list("pk", "slug", "current_id", "visibility").first()
        if row is None:
            raise NotFound
        found = Entry(*row[:3], open=row[3] == Course.Visibility.EVERYONE)
        if key:
            caches["process"].set(key, found)
    if reach and not found.open and found.pk not in reach.more:
        raise NotFound
    return found


def courses_by_id(ids: Sequence[int]) -> list[Course]:
    """The courses with these keys, in their order, with release and provider."""
    rows = Course.objects.select_related("current", "organisation").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def course_in(organisation: "Organisation | None", public_id: UUID) -> Course:
    """The course with this id, if people of the organisation may find it. Raises NotFound."""
    found = visible_in(organisation).filter(public_id=public_id).prefetch_related(_tags()).first()
    if found is None:
        raise NotFound
    return found


def _tags() -> "Prefetch[str]":
    tags = ReleaseCompetency.objects.select_related("competency__scale").prefetch_related("competency__scale__levels")
    return Prefetch("current__tags", tags.order_by("competency__name"))


def search(user: "User", text: str = "", filters: Filters | None = None) -> QuerySet[Course]:
    """Courses the person may find that match; see `search_in`."""
    return search_in(user.organisation, text, filters)


def search_in(organisation: "Organisation | None", text: str = "", filters: Filters | None = None) -> QuerySet[Course]:
    """Courses open to the organisation that match, best first; without a text the newest first.

    Every word must be met: in the full text, as the beginning of a word, or as a near miss (spelling, Hindi in Latin
    letters)."""
    found = _filtered(visible_in(organisation).filter(listing__isnull=False), filters or Filters())
    words = WORD.findall(text[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return found.order_by("-listing__published_at", "-pk")
    for word in words:
        found = found.filter(_met(word))
    ranked = " ".join(words)
    query = _query(ranked, "plain")
    return found.annotate(
        rank=SearchRank(F("listing__vector"), query)
        + Greatest(
            TrigramWordSimilarity(ranked.lower(), "listing__title"),
            TrigramWordSimilarity(fold(ranked), "listing__words"),
        )
        / Value(2.0)
    ).order_by("-rank", "-listing__published_at", "-pk")


def _query(text: str, kind: str) -> SearchQuery:
    return SearchQuery(text, search_type=kind, config="english") | SearchQuery(text, search_type=kind, config="simple")


def _met(word: str) -> Q:
    beginning = SearchQuery(f"'{word}':*", search_type="raw", config="simple")
    near = {word.lower(), fold(word)} - {""}
    ways = [Q(listing__vector=_query(word, "plain")), Q(listing__vector=beginning)]
    # Three letters have too few trigrams in common with anything to tell a slip from another word.
    ways += [Q(listing__words__trigram_word_similar=spelling) for spelling in near if len(spelling) > 3]
    return reduce(or_, ways)


def _filtered(found: QuerySet[Course], filters: Filters) -> QuerySet[Course]:
    if filters.language:
        found = found.filter(listing__language=filters.language)
    if filters.provider:
        found = found.filter(organisation__slug=filters.provider)
    if filters.duration in DURATIONS:
        found = found.filter(listing__minutes__range=DURATIONS[filters.duration])
    if filters.area:
        found = found.filter(
            current__in=ReleaseCompetency.objects.filter(competency__kind=filters.area).values("release")
        )
    if filters.competency:
        tagged = ReleaseCompetency.objects.filter(framework.naming("competency", public_id=filters.competency))
        found = found.filter(current__in=tagged.values("release"))
    return found


@dataclass(frozen=True)
class Line:
    """A course among those that match a text: what filters and counts need of it."""

    pk: int
    slug: str
    current_id: int
    language: str
    minutes: int
    provider: str
    areas: list[str]
    competencies: list[UUID]
    # What took the place of those no longer in force: the course counts for these, too.
    successors: list[UUID]

    def passes(self, filters: Filters) -> bool:
        """Whether all the filters let it through."""
        low, high = DURATIONS.get(filters.duration, (0, self.minutes))
        return (
            filters.language in ("", self.language)
            and filters.provider in ("", self.provider)
            and low <= self.minutes <= high
            and (not filters.area or filters.area in self.areas)
            and (filters.competency is None or filters.competency in (*self.competencies, *self.successors))
        )

    def values(self, name: str) -> Iterable[str]:
        """The values of a filter under which it is found."""
        if name == "area":
            return self.areas
        if name == "duration":
            return [band for band, (low, high) in DURATIONS.items() if low <= self.minutes <= high]
        return [self.language if name == "language" else self.provider]


def lines(organisation: "Organisation | None", text: str = "") -> list[Line]:
    """What matches the text, best first, before any filter; one query."""
    tags = ReleaseCompetency.objects.filter(release=OuterRef("current_id")).order_by()
    rows = search_in(organisation, text).values_list(
        "pk", "slug", "current_id", "listing__language", "listing__minutes", "organisation__slug",
        ArraySubquery(tags.values("competency__kind").distinct()), ArraySubquery(tags.values("competency__public_id")),
        ArraySubquery(
            tags.filter(framework.is_followed("competency")).values("competency__replaced_by__public_id")
        ),
    )  # fmt: skip
    return [Line(*row) for row in rows]


def facets_of(matching: Sequence[Line], filters: Filters) -> list[Facet]:
    """For each filter: the values there are among the matches of the other filters, and their counts."""
    found = []
    for name in FACETS:
        others = filters.without(name)
        counts = Counter(value for line in matching if line.passes(others) for value in line.values(name))
        if name == "duration":
            found.append(Facet(name, [(band, counts[band]) for band in DURATIONS if counts[band]]))
        else:
            found.append(Facet(name, sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
    return found


def facets(user: "User", text: str, filters: Filters) -> list[Facet]:
    """The same for a person and a text."""
    return facets_of(lines(user.organisation, text), filters)


def reach(organisation: "Organisation | None") -> Reach | None:
    """What the organisation's people find in the catalogue now; None while there is nothing to number it by."""
    number = next((row[0] for row in _EDITION()), None)
    if number is None:
        return None
    place = organisation.path if organisation is not None else ""
    key = f"catalogue:{number}:{place}"
    more: tuple[int, ...] | None = caches["process"].get(key)
    if more is None:
        others = visible_in(organisation).exclude(visibility=Course.Visibility.EVERYONE)
        more = tuple(sorted(others.values_list("pk", flat=True)))
        caches["process"].set(key, more)
    return Reach(number, more)


_EDITION = Statement(lambda: Edition.objects.values_list("number"))
