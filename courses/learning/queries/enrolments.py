"""Who is enrolled in what, how far they are, and what was completed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet

from courses.authoring.queries import releases_holding
from courses.learning.models import CompletionDecision, Enrolment, ResourceProgress
from courses.learning.outlines import outlines
from igot.kernel.errors import NotFound
from igot.kernel.statements import Answer, Statement
from igot.kernel.tenancy import everywhere, path_scope, required_path

if TYPE_CHECKING:
    from courses.authoring.models import Asset, Course
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

State = Enrolment.State
ATTEMPT_CONTEXT = "courses.resource"
OPEN = (State.ENROLLED, State.IN_PROGRESS)
MOST_CURRENT = 6


def attempt_context_id(enrolment: Enrolment, key: UUID) -> str:
    """The name of a resource of an enrolment among the contexts of attempts."""
    return f"{enrolment.public_id}:{key}"


@dataclass(frozen=True)
class LearningCard:
    """An enrolment as a list shows it."""

    enrolment: Enrolment
    percent: int


def with_done(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Annotate the keys of the resources that are completed (`done_keys`), in the query."""
    done = ResourceProgress.objects.filter(enrolment=OuterRef("pk"), completed_at__isnull=False)
    return found.annotate(done_keys=ArraySubquery(done.values("resource")))


def percents(rows: Iterable[tuple[int, str, list[UUID]]]) -> list[int]:
    """How much of what counts is completed, in whole per cent: of rows of release, state and completed resources."""
    rows = list(rows)
    known = outlines(release for release, _state, _done in rows)
    return [
        share(
            len(known[release].needed.intersection(done)),
            len(known[release].needed),
            completed=state == State.COMPLETED,
        )
        for release, state, done in rows
    ]


def share(done: int, needed: int, *, completed: bool) -> int:
    """The percentage, rounded down, 0 to 100; 100 only when the course is completed or everything is."""
    if completed:
        return 100
    return min(100 * done // needed, 100) if needed else 0


def percent(enrolment: Enrolment) -> int:
    """How much of what is mandatory in the pinned release is completed, in whole per cent, 0 to 100."""
    return as_cards(with_done(Enrolment.objects.filter(pk=enrolment.pk)))[0].percent


def cards(found: QuerySet[Enrolment]) -> list[LearningCard]:
    """The enrolments with their percentages, in one query."""
    return as_cards(with_done(found.select_related("course__organisation", "release")))


def as_cards(rows: Iterable[Any]) -> list[LearningCard]:
    """Rows that `with_done` annotated, with their percentages."""
    rows = list(rows)
    reckoned = percents((row.release_id, row.state, row.done_keys) for row in rows)
    return [LearningCard(row, percent) for row, percent in zip(rows, reckoned, strict=True)]


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


def is_on_its_way(user: "User", enrolment: UUID | str | None = None) -> bool:
    """Whether an enrolment of the person's, or this one, still lies where they served before a transfer: a worker moves
    it a moment later.
    """
    if user.organisation is None:
        return False
    with everywhere():
        found = Enrolment.objects.filter(learner=user).exclude(organisation__path__startswith=user.organisation.path)
        return bool((found if enrolment is None else found.filter(public_id=enrolment)).exists())


def current(user: "User", limit: int = MOST_CURRENT) -> list[LearningCard]:
    """What the person may go on with, the last used first, with percentages; six at most."""
    return as_cards(asked_current(user).rows[:limit])


def asked_current(user: "User") -> Answer:
    """The rows of `current`."""
    return _CURRENT.ask(learner=user.pk, path=required_path())


def cards_for(user: "User", course_ids: Iterable[int]) -> dict[int, LearningCard]:
    """The person's enrolments in some courses, by the course's key, in one query."""
    rows = _IN_COURSES(learner=user.pk, courses=list(course_ids), path=required_path())
    return {card.enrolment.course_id: card for card in as_cards(rows)}


def _current(learner: int, path: str) -> QuerySet[Enrolment]:
    with path_scope(path):
        found = with_done(Enrolment.objects.filter(learner=learner, state__in=OPEN))
        last_used = F("last_active_at").desc(nulls_last=True)
        return found.select_related("course__organisation", "release").order_by(last_used, "-pk")[:MOST_CURRENT]


def _in_courses(learner: int, courses: list[int], path: str) -> QuerySet[Enrolment]:
    with path_scope(path):
        return with_done(Enrolment.objects.filter(learner=learner, course__among=courses)).order_by("cycle")


_CURRENT = Statement(_current, learner="bigint", path="text")
_IN_COURSES = Statement(_in_courses, learner="bigint", courses="bigint[]", path="text")


def is_enrolled_on_a_release_with(user: "User", asset: "Asset") -> bool:
    """Whether the person takes, or has taken, a release that holds the file."""
    releases = releases_holding(asset).values("pk")
    mine = Enrolment.objects.filter(learner=user, release__in=releases).exclude(state=State.WITHDRAWN)
    return bool(mine.exists())


def my_learning(user: "User", *, state: str = "", text: str = "") -> QuerySet[Enrolment]:
    """The person's enrolments with what is done, the last used first; `state` is `current`, a state, or, by another
    word, all.
    """
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
    listed = with_done(found.select_related("course__organisation", "release"))
    return listed.order_by(F("last_active_at").desc(nulls_last=True), "-pk")


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
    With what is done.
    """
    if completed_only:
        found = Enrolment.objects.filter(state=State.COMPLETED, organisation_at__path__startswith=organisation.path)
    else:
        found = Enrolment.objects.filter(organisation__path__startswith=organisation.path)
    return with_done(found.select_related("learner", "course", "release", "organisation", "organisation_at"))


Line = tuple[Any, ...]
LINE = (
    "pk", "public_id", "state", "source", "enrolled_at", "started_at", "completed_at", "last_active_at",
    "course__public_id", "course__slug", "release_id", "release__title", "release__number",
    "learner__public_id", "learner__name", "learner__email",
    "organisation__public_id", "organisation__code", "organisation__name", "done_keys",
)  # fmt: skip


OWN_LINE = tuple(name for name in LINE if not name.startswith(("learner__", "organisation__")))


def lines_in(organisation: "Organisation", after: int, most: int) -> list[Line]:
    """The enrolments of a subtree with a key above `after`, `most` of them at most, as rows of `LINE`."""
    return _lines_in(most)(path=organisation.path, after=after)


def lines_of(user: "User", after: int, most: int) -> list[Line]:
    """The person's own, as rows of `OWN_LINE`."""
    return _lines_of(most)(learner=user.pk, path=required_path(), after=after)


@cache
def _lines_in(most: int) -> Statement:
    def build(path: str, after: int) -> QuerySet[Enrolment, Line]:
        with path_scope(path):
            found = with_done(Enrolment.objects.filter(pk__gt=after))
            return found.order_by("pk").values_list(*LINE)[:most]

    return Statement(build, plan_anew=True, path="text", after="bigint")


@cache
def _lines_of(most: int) -> Statement:
    def build(learner: int, path: str, after: int) -> QuerySet[Enrolment, Line]:
        with path_scope(path):
            found = with_done(Enrolment.objects.filter(learner=learner, pk__gt=after))
            return found.order_by("pk").values_list(*OWN_LINE)[:most]

    return Statement(build, learner="bigint", path="text", after="bigint")


def none() -> QuerySet[Enrolment]:
    """No enrolment at all: what the description of the API is made from."""
    return Enrolment.objects.none()
