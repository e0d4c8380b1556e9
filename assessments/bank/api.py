"""The question bank over the API: people with the role write, a token with `assessments:read` reads, keys included."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.bank import queries, services
from assessments.bank import serializers as shapes
from assessments.bank.access import bank_to_read, bank_to_write, question_of
from assessments.bank.models import Question, QuestionVersion
from competencies.framework import queries as framework
from igot.kernel.api.preconditions import NotAsSeen, seen
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, NotFound, Refused


def _given(request: Request, **options: Any) -> dict[str, Any]:
    given = shapes.QuestionRequest(data=request.data, **options)
    given.is_valid(raise_exception=True)
    values = dict(given.validated_data)
    if values.get("competency"):
        try:
            values["competency"] = framework.competency(values["competency"])
        except NotFound as error:
            raise Refused(str(error), field="competency") from error
    return values


def _shown(version: QuestionVersion, status: int = 200) -> Response:
    headers = {"ETag": f'"{version.public_id}"'}
    return Response(shapes.QuestionSerializer(version).data, status=status, headers=headers)


def _newest(question: Question) -> QuestionVersion:
    return queries.versions_of(question).select_related("question")[0]


@extend_schema_view(
    get=extend_schema(tags=["assessments"]),
    post=extend_schema(
        tags=["assessments"], request=shapes.QuestionRequest, responses={201: shapes.QuestionSerializer}
    ),
)
class QuestionList(generics.ListAPIView):
    """The questions of an organisation's bank, each in its newest version; archived ones with `?archived=1`."""

    serializer_class = shapes.QuestionSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For everybody who makes or checks content there, and for tokens with `assessments:read`."""
        self.organisation = bank_to_read(request, kwargs["public_id"])
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[QuestionVersion]:
        """The newest versions."""
        archived = self.request.query_params.get("archived") == "1"
        return queries.newest_versions(self.organisation, archived=archived)

    def post(self, request: Request, public_id: UUID) -> Response:
        """Put a question into the bank."""
        organisation = bank_to_write(request, public_id)
        made = services.add_question(
            organisation=organisation,
            actor=request.user,  # type: ignore[arg-type]
            at=now(),
            **_given(request),
        )
        return _shown(_newest(made.question), 201)


@extend_schema_view(
    get=extend_schema(tags=["assessments"], responses=shapes.QuestionSerializer),
    patch=extend_schema(tags=["assessments"], request=shapes.QuestionChange, responses=shapes.QuestionSerializer),
)
class QuestionPart(generics.GenericAPIView):
    """A question in its newest version. A change makes a further one; papers and attempts keep the one they have."""

    serializer_class = shapes.QuestionSerializer

    def get(self, request: Request, public_id: UUID, question_id: UUID) -> Response:
        """The newest version, with its key; the `ETag` is the version."""
        return _shown(_newest(question_of(bank_to_read(request, public_id), question_id)))

    def patch(self, request: Request, public_id: UUID, question_id: UUID) -> Response:
        """Give the question a further version, archive it or offer it again. Send the `ETag` you have read in
        `If-Match`: 412 if it has changed.
        """
        question = question_of(bank_to_write(request, public_id), question_id)
        etag, by = seen(request), {"actor": request.user, "at": now()}
        values = _given(request, partial=True)
        newest = _newest(question)
        if etag is not None and etag != str(newest.public_id):
            raise NotAsSeen
        if values:
            names = ("kind", "stem", "options", "key", "explanation", "competency", "level", "difficulty")
            before = {name: getattr(newest, name) for name in (*names, "translations")}
            try:
                services.revise_question(question=question, seen=etag, **{**before, **values}, **by)  # type: ignore[arg-type]
            except Conflict as conflict:
                raise NotAsSeen from conflict
        change = shapes.QuestionChange(data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        archived = change.validated_data.get("is_archived")
        if archived is not None:
            verb = services.archive_question if archived else services.restore_question
            verb(question=question, **by)  # type: ignore[arg-type]
        return _shown(_newest(question))


BANK = "organisations/<uuid:public_id>/questions/"

urlpatterns = [
    path(BANK, QuestionList.as_view(), name="api_questions"),
    path(f"{BANK}<uuid:question_id>/", QuestionPart.as_view(), name="api_question"),
]
