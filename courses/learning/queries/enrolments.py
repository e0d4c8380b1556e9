"""Who is enrolled in what, how far they are, and what was completed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.authoring.models import Resource
from courses.authoring.queries import releases_holding
from courses.learning.models import CompletionDecision, Enrolment, ResourceProgress
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from courses.authoring.models import Asset, Course
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

State = Enrolment.State
ATTEMPT_CONTEXT = "courses.resource"
OPEN = (State.ENROLLED, State.IN_PROGRESS)


def attempt_context_id(enrolment: Enrolment, key: UUID) -> str:
    """The name of a resource of an enrolment among the contexts of attempts."""
    return f"{enrolment.public_id}:{key}"


@dataclass(frozen=True)
class LearningCard:
    """An enrolment as a list shows it."""

    enrolment: Enrolment
    percent: int


def with_counts(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Annotate how many resources count (`needed`) and how many of those are completed (`done`), in the query."""
    of_release = Resource.objects.filter(module__release=OuterRef("release")).order_by().values("module__release")
    any_mandatory = Exists(Resource.objects.filter(module__release=OuterRef("module__release"), mandatory=True))
    counting = of_release.filter(Q(mandatory=True) | ~any_mandatory)
    completed = Exists(
        ResourceProgress.objects.filter(
            enrolment=OuterRef(OuterRef("pk")), resource=OuterRef("key"), completed_at__isnull=False
        )
    )
    total = counting.annotate(n=Count("pk")).values("n")
    done = counting.filter(completed).annotate(n=Count("pk")).values("n")
    return found.annotate(
        needed=Coalesce(Subquery(total, output_field=IntegerField()), 0),
        done=Coalesce(Subquery(done, output_field=IntegerField()), 0),
    )


def share(done: int, needed: int, *, completed: bool) -> int:
    """The percentage, rounded down, 0 to 100; 100 only when the course is completed or everything is."""
    if completed:
        return 100
    return min(100 * done // needed, 100) if needed else 0


def percent(enrolment: Enrolment) -> int:
    """How much of what is mandatory in the pinned release is completed, in whole per cent, 0 to 100."""
    counted: Any = with_counts(Enrolment.objects.filter(pk=enrolment.pk)).get()
    return share(counted.done, counted.needed, completed=counted.state == State.COMPLETED)


def cards(found: QuerySet[Enrolment]) -> list[LearningCard]:
    """The enrolments with their percentages, in one query."""
    return as_cards(with_counts(found.select_related("course__organisation", "release")))


def as_cards(rows: Iterable[Any]) -> list[LearningCard]:
    """Rows that `with_counts` annotated, with their percentages."""
    return [LearningCard(row, share(row.done, row.needed, completed=row.state == State.COMPLETED)) for row in rows]


def enrolment_of(user: "User", course: "Course") -> Enrolment | None:
    """The person's enrolment in the course, whatever its state."""
    return Enrolment.objects.filter(learner=user, course=course).select_related("release").order_by("-cycle").first()


def enrolment_by_id(public_id: UUID | str) -> Enrolment:
    """The enrolment with this public id, within the open scope. Raises NotFound."""
    related = ("course__organisation", "release", "learner", "organisation")
    found: Enrolment | None = Enrolment.objects.select_related(*related).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def current(user: "User", limit: int = 6) -> list[LearningCard]:
    """What the person may go on with, the last used first, with percentages."""
    found = Enrolment.objects.filter(learner=user, state__in=OPEN).order_by(
        F("last_active_at").desc(nulls_last=True), "-pk"
    )
    return cards(found[:limit])


def cards_for(user: "User", courses: "Sequence[Course]") -> dict[int, LearningCard]:
    """The person's enrolments in some courses, by the course's key, in one query."""
    found = Enrolment.objects.filter(learner=user, course__in=[course.pk for course in courses]).order_by("cycle")
    return {card.enrolment.course_id: card for card in cards(found)}


def is_enrolled_on_a_release_with(user: "User", asset: "Asset") -> bool:
    """Whether the person takes, or has taken, a release that holds the file."""
    releases = releases_holding(asset).values("pk")
    mine = Enrolment.objects.filter(learner=user, release__in=releases).exclude(state=State.WITHDRAWN)
    return bool(mine.exists())


def my_learning(user: "User", *, state: str = "", text: str = "") -> QuerySet[Enrolment]:
    """The person's enrolments with counts, the last used first; `state` is `current`, a state, or another word: all."""
    found = Enrolment.objects.filter(learner=user)
    if state == "current":
        found = found.filter(state__in=OPEN)
    elif state in State.values:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(
            Q(release__title__icontains=word)
            | Q(release__summary__icontains=word)
            | Q(release__translations__hi__title__icontains=word)
        )
    counted = with_counts(found.select_related("course__organisation", "release"))
    return counted.order_by(F("last_active_at").desc(nulls_last=True), "-pk")


def progress_of(enrolment: Enrolment) -> dict[UUID, ResourceProgress]:
    """What the learner has to show, by the resource's key."""
    return {row.resource: row for row in ResourceProgress.objects.filter(enrolment=enrolment)}


def completions_of(user: "User") -> QuerySet[Enrolment]:
    """What the person has completed, the latest first."""
    done = Enrolment.objects.filter(learner=user, state=State.COMPLETED)
    return done.select_related("course__organisation", "release").order_by("-completed_at")


def completed_courses(
    user_ids: Iterable[int], course_ids: Iterable[int]
) -> dict[tuple[int, int], tuple[datetime, UUID]]:
    """When each person completed each course, and by which decision: `{(learner id, course id): (when, decision)}`."""
    rows = CompletionDecision.objects.filter(
        enrolment__in=Enrolment.objects.filter(
            learner__in=list(user_ids), course__in=list(course_ids), state=State.COMPLETED
        ),
        superseded_by=None,
    ).values_list("enrolment__learner_id", "enrolment__course_id", "enrolment__completed_at", "public_id")
    return {
        (learner, course): (completed_at, decision) for learner, course, completed_at, decision in rows if completed_at
    }


def started_courses(user_ids: Iterable[int], course_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Who has begun which course and not given it up: `{(learner id, course id)}`."""
    begun = Enrolment.objects.filter(learner__in=list(user_ids), course__in=list(course_ids), started_at__isnull=False)
    return set(begun.exclude(state__in=[State.WITHDRAWN, State.EXPIRED]).values_list("learner_id", "course_id"))


def enrolments_in(organisation: "Organisation", *, completed_only: bool = False) -> QuerySet[Enrolment]:
    """The enrolments of a subtree: by where the learners serve now, or, of what is completed, where they served then.
    With counts.
    """
    if completed_only:
        found = Enrolment.objects.filter(state=State.COMPLETED, organisation_at__path__startswith=organisation.path)
    else:
        found = Enrolment.objects.filter(organisation__path__startswith=organisation.path)
    return with_counts(found.select_related("learner", "course", "release", "organisation", "organisation_at"))


def none() -> QuerySet[Enrolment]:
    """No enrolment at all: what the description of the API is made from."""
    return Enrolment.objects.none()
