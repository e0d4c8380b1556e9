"""Enrolments over the API: a learner's own, and an organisation's for its administrators and systems."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.attempts import services as attempts
from courses.catalogue.queries import course_in
from courses.learning import queries, services
from courses.learning.access import enrolment_to_learn
from courses.learning.models import Enrolment
from courses.learning.queries.enrolments import LINE, OWN_LINE, Line, lines_in, lines_of
from igot.accounts.access import Role, organisation_for_api
from igot.kernel.api.pagination import Cursor
from igot.kernel.clock import now
from igot.kernel.errors import Denied, NotFound
from igot.kernel.tenancy import subtree

if TYPE_CHECKING:
    from igot.accounts.models import User

READERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)
SCOPES = ("learning:read",)


class CourseBrief(serializers.Serializer):
    """A course in a few words."""

    id = serializers.UUIDField(source="course.public_id")
    slug = serializers.CharField(source="course.slug")
    title = serializers.CharField(source="release.title")
    release = serializers.IntegerField(source="release.number")


class LearnerBrief(serializers.Serializer):
    """Who learns."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    email = serializers.EmailField()


class OrganisationBrief(serializers.Serializer):
    """Where they serve."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class EnrolmentSerializer(serializers.Serializer):
    """An enrolment; `percent` of what is mandatory in the pinned release, 0 to 100."""

    id = serializers.UUIDField(source="public_id")
    course = CourseBrief(source="*")
    state = serializers.CharField(help_text="enrolled, in_progress, completed, withdrawn or expired")
    source = serializers.ChoiceField(choices=Enrolment.Source.choices)  # type: ignore[assignment]
    percent = serializers.SerializerMethodField()
    enrolled_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    last_active_at = serializers.DateTimeField(allow_null=True)

    def get_percent(self, row: Enrolment) -> int:
        """In whole per cent."""
        return queries.as_cards([row])[0].percent


class LearnerEnrolmentSerializer(EnrolmentSerializer):
    """An enrolment of somebody in the subtree."""

    learner = LearnerBrief()
    organisation = OrganisationBrief()


class CompletionSerializer(serializers.Serializer):
    """A completion, with the organisation the learner served then."""

    id = serializers.UUIDField(source="public_id")
    course = CourseBrief(source="*")
    learner = LearnerBrief()
    organisation = OrganisationBrief(source="organisation_at")
    completed_at = serializers.DateTimeField()


class EnrolRequest(serializers.Serializer):
    """The course to enrol in, by its id."""

    course = serializers.UUIDField()


class EventsRequest(serializers.Serializer):
    """Up to 500 events: `id`, `resource`, `session`, `seq`, `kind`, `ranges`, `position`, `at`."""

    events = serializers.ListField(child=serializers.JSONField(), max_length=500)


class EventAnswer(serializers.Serializer):
    """What became of one event."""

    id = serializers.CharField()
    verdict = serializers.ChoiceField(choices=["accepted", "duplicate", "implausible", "rejected"])
    reason = serializers.CharField()


class EventsAnswer(serializers.Serializer):
    """The answers in the order of the events, and the percentage now."""

    answers = EventAnswer(many=True)
    percent = serializers.IntegerField()


class AttemptStarted(serializers.Serializer):
    """The attempt that is under way."""

    id = serializers.UUIDField()
    url = serializers.CharField()


class EnrolmentFilter(filters.FilterSet):
    """By state, course, and when."""

    course = filters.UUIDFilter(field_name="course__public_id")
    since = filters.IsoDateTimeFilter(field_name="enrolled_at", lookup_expr="gte")
    state = filters.ChoiceFilter(choices=Enrolment.State.choices)


class CompletionFilter(filters.FilterSet):
    """By course and when."""

    course = filters.UUIDFilter(field_name="course__public_id")
    since = filters.IsoDateTimeFilter(field_name="completed_at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="completed_at", lookup_expr="lt")


def person(request: Request) -> "User":
    """The person who calls. Raises Denied for a client's token: it stands for an organisation, not for a person."""
    if getattr(request.user, "pk", None) is None:
        raise Denied
    return request.user  # type: ignore[return-value]


def own(request: Request, public_id: UUID) -> Enrolment:
    """The caller's own enrolment. Raises NotFound."""
    return enrolment_to_learn(person(request), public_id)


def described(view: Any) -> bool:
    """Whether the view is only looked at to describe the API."""
    return bool(getattr(view, "swagger_fake_view", False))


class OfAnOrganisation(generics.ListAPIView):
    """A list of a subtree: opens the door, then the tenancy, around the whole answer."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        self.organisation = organisation_for_api(request, kwargs["public_id"], scopes=SCOPES, roles=READERS)
        with subtree(self.organisation):
            return super().list(request, *args, **kwargs)


def _line(row: dict[str, Any], percent: int, zone: tzinfo) -> dict[str, Any]:
    """What `EnrolmentSerializer` writes, or `LearnerEnrolmentSerializer` for a row that has the learner."""

    def moment(value: datetime | None) -> str | None:
        return None if value is None else value.astimezone(zone).isoformat().replace("+00:00", "Z")

    told = {
        "id": str(row["public_id"]),
        "course": {
            "id": str(row["course__public_id"]),
            "slug": row["course__slug"],
            "title": row["release__title"],
            "release": row["release__number"],
        },
        "state": row["state"],
        "source": row["source"],
        "percent": percent,
        "enrolled_at": moment(row["enrolled_at"]),
        "started_at": moment(row["started_at"]),
        "completed_at": moment(row["completed_at"]),
        "last_active_at": moment(row["last_active_at"]),
    }
    if "learner__public_id" in row:
        told["learner"] = {
            "id": str(row["learner__public_id"]),
            "name": row["learner__name"],
            "email": row["learner__email"],
        }
        told["organisation"] = {
            "id": str(row["organisation__public_id"]),
            "code": row["organisation__code"],
            "name": row["organisation__name"],
        }
    return told


def _page(pages: Cursor, start: int, names: tuple[str, ...], found: list[Line]) -> Response:
    rows = [dict(zip(names, row, strict=True)) for row in found]
    shown = rows[: pages.page_size]
    reckoned = queries.percents((row["release_id"], row["state"], row["done_keys"]) for row in shown)
    zone = get_current_timezone()
    data = [_line(row, percent, zone) for row, percent in zip(shown, reckoned, strict=True)]
    return pages.respond([row["pk"] for row in rows], data, start=start)


def _plain(pages: Cursor, request: Request) -> int | None:
    """Where a page begins that is asked for without filters and read forwards, as those do who copy a whole list."""
    return None if set(request.query_params) - {"cursor", "limit"} else pages.start(request)


@extend_schema(tags=["learning"])
class EnrolmentList(OfAnOrganisation):
    """The enrolments of everybody who serves in the subtree now."""

    serializer_class = LearnerEnrolmentSerializer
    filterset_class = EnrolmentFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Page by page without filters, it is read without a model being made."""
        pages = Cursor()
        start = _plain(pages, request)
        if start is None:
            return super().list(request, *args, **kwargs)
        organisation = organisation_for_api(request, kwargs["public_id"], scopes=SCOPES, roles=READERS)
        return _page(pages, start, LINE, lines_in(organisation, start, (pages.page_size or 0) + 1))

    def get_queryset(self) -> QuerySet[Enrolment]:
        """With what is done, in one query."""
        return queries.none() if described(self) else queries.enrolments_in(self.organisation)


@extend_schema(tags=["learning"])
class CompletionList(OfAnOrganisation):
    """What was completed by people who served in the subtree then."""

    serializer_class = CompletionSerializer
    filterset_class = CompletionFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        """Completed ones only."""
        return queries.none() if described(self) else queries.enrolments_in(self.organisation, completed_only=True)


@extend_schema_view(
    get=extend_schema(tags=["me"]),
    post=extend_schema(tags=["me"], request=EnrolRequest, responses={201: EnrolmentSerializer}),
)
class MyEnrolments(generics.ListAPIView):
    """My enrolments; POST enrols me."""

    serializer_class = EnrolmentSerializer
    filterset_class = EnrolmentFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Page by page without filters, it is read without a model being made."""
        pages = Cursor()
        start = _plain(pages, request)
        if start is None:
            return super().list(request, *args, **kwargs)
        return _page(pages, start, OWN_LINE, lines_of(person(request), start, (pages.page_size or 0) + 1))

    def get_queryset(self) -> QuerySet[Enrolment]:
        """My own."""
        return queries.none() if described(self) else queries.my_learning(person(self.request)).order_by()

    def post(self, request: Request) -> Response:
        """Enrol me in a course of the catalogue; once, however often it is sent."""
        learner = person(request)
        wanted = EnrolRequest(data=request.data)
        wanted.is_valid(raise_exception=True)
        course = course_in(learner.organisation, wanted.validated_data["course"])
        made = services.enrol(learner=learner, course=course, at=now())
        row = queries.my_learning(learner).get(pk=made.pk)
        return Response(EnrolmentSerializer(row).data, status=201)


@extend_schema(tags=["me"], request=EventsRequest, responses=EventsAnswer)
@api_view(["POST"])
def my_events(request: Request, public_id: UUID) -> Response:
    """Report what I did; each event is answered, order and repetition are harmless."""
    learner = person(request)
    sent = EventsRequest(data=request.data)
    if not sent.is_valid():
        enrolment_to_learn(learner, public_id)
        sent.is_valid(raise_exception=True)
    try:
        found = services.report(learner=learner, enrolment=public_id, events=sent.validated_data["events"], at=now())
    except NotFound:
        enrolment_to_learn(learner, public_id)
        raise
    return Response({"answers": found.answers, "percent": found.percent})


@extend_schema(tags=["me"], request=None, responses={201: AttemptStarted})
@api_view(["POST"])
def my_attempts(request: Request, public_id: UUID, key: UUID) -> Response:
    """Begin an attempt at a resource's paper, or get the one that is under way."""
    enrolment = own(request, public_id)
    resource = queries.resource_by_key(enrolment, key)
    if resource.paper is None or enrolment.state in (Enrolment.State.WITHDRAWN, Enrolment.State.EXPIRED):
        raise NotFound
    attempt = attempts.start(
        learner=person(request),
        version=resource.paper,
        context_kind=queries.ATTEMPT_CONTEXT,
        context_id=queries.attempt_context_id(enrolment, key),
        title=str(resource.in_language("title")),
        back_url=reverse("learn_resource", args=[enrolment.public_id, key]),
        at=now(),
    )
    return Response({"id": attempt.public_id, "url": f"/api/v1/attempts/{attempt.public_id}/"}, status=201)


urlpatterns = [
    path("me/enrolments/", MyEnrolments.as_view(), name="api_my_enrolments"),
    path("me/enrolments/<uuid:public_id>/events/", my_events, name="api_my_events"),
    path("me/enrolments/<uuid:public_id>/resources/<uuid:key>/attempts/", my_attempts, name="api_my_attempts"),
    path("organisations/<uuid:public_id>/enrolments/", EnrolmentList.as_view(), name="api_enrolments"),
    path("organisations/<uuid:public_id>/completions/", CompletionList.as_view(), name="api_completions"),
]
