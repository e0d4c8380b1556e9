"""What a person may find: the published courses open to them, searched and filtered."""

import re
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Course, Release, ReleaseCompetency
from courses.authoring.queries import courses_open_to
from courses.authoring.romanise import fold
from igot.kernel.errors import NotFound

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
        tagged = ReleaseCompetency.objects.filter(competency__public_id=filters.competency)
        found = found.filter(current__in=tagged.values("release"))
    return found


def facets(user: "User", text: str, filters: Filters) -> list[Facet]:
    """For each filter: the values there are among the matches of the text and the other filters, and their counts."""
    organisation = user.organisation
    return [
        Facet(
            "area", _counts(search_in(organisation, text, filters.without("area")), "current__tags__competency__kind")
        ),
        Facet("language", _counts(search_in(organisation, text, filters.without("language")), "listing__language")),
        Facet("duration", _bands(search_in(organisation, text, filters.without("duration")))),
        Facet("provider", _counts(search_in(organisation, text, filters.without("provider")), "organisation__slug")),
    ]


def _counts(found: QuerySet[Course], path: str) -> list[tuple[str, int]]:
    rows = found.order_by().values_list(path).annotate(courses=Count("pk", distinct=True)).order_by("-courses", path)
    return [(str(value), count) for value, count in rows if value]


def _bands(found: QuerySet[Course]) -> list[tuple[str, int]]:
    bands = {
        name: Count("pk", filter=Q(listing__minutes__range=ends), distinct=True) for name, ends in DURATIONS.items()
    }
    counts = found.order_by().aggregate(**bands)
    return [(name, counts[name]) for name in DURATIONS if counts[name]]
