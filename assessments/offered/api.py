"""Assessments that stand by themselves, over the API: for those who sit them, and for those who offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.attempts.api import person
from assessments.attempts.queries import standing
from assessments.bank.access import bank_to_read
from assessments.offered import access, queries, services
from assessments.offered import serializers as shapes
from assessments.offered.models import OfferedAssessment
from assessments.papers.access import paper_of
from assessments.papers.queries import question_count
from competencies.framework import queries as framework
from igot.kernel.api.preconditions import NotAsSeen, seen
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, NotFound, Refused

if TYPE_CHECKING:
    from assessments.papers.models import Paper

PARAMETERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="words of the title or of the competency"),
    OpenApiParameter("competency", OpenApiTypes.UUID, description="public id of the competency a pass shows"),
]


def _line(offered: OfferedAssessment, version: Any) -> dict[str, Any]:
    languages = {*offered.translations, *version.translations}
    words = {
        language: {
            name: texts[name]
            for name, texts in (
                ("title", version.translations.get(language, {})),
                ("summary", offered.translations.get(language, {})),
            )
            if texts.get(name)
        }
        for language in sorted(languages)
    }
    named = {name: getattr(offered, name) for name in ("public_id", "slug", "summary", "competency", "level")}
    return {**named, "organisation": offered.organisation, "title": version.title, "translations": words}


@extend_schema(tags=["assessments"], parameters=PARAMETERS)
class AssessmentList(generics.ListAPIView):
    """What is open to the caller. A token needs `catalogue:read` and stands for its organisation."""

    serializer_class = shapes.AssessmentSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With the titles of the versions that are sat, in one query more."""
        rows = self.paginate_queryset(self.get_queryset())
        titled = queries.titled(rows)  # type: ignore[arg-type]
        lines = [_line(row["offered"], row["version"]) for row in titled]
        return self.get_paginated_response(self.get_serializer(lines, many=True).data)

    def get_queryset(self) -> QuerySet[OfferedAssessment]:
        """By words, and by competency."""
        given = self.request.query_params
        try:
            competency = UUID(given["competency"]) if given.get("competency") else None
        except ValueError as error:
            raise Refused(field="competency") from error
        return access.assessments_to_read(self.request, text=given.get("q", "")[:100], competency=competency)


@extend_schema(tags=["assessments"], responses=shapes.AssessmentDetailSerializer)
@api_view(["GET"])
def assessment(request: Request, public_id: UUID) -> Response:
    """What is examined, under which rules, and how the caller stands."""
    found = access.assessments_to_read(request).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    version = queries.versions_of([found])[found.pk]
    mine = None
    if getattr(request.user, "pk", None) is not None:
        own = standing(request.user, queries.CONTEXT, str(public_id))  # type: ignore[arg-type]
        possible, best = own.next_possible_at(version), own.best
        mine = {
            "attempts_left": own.left(version),
            "next_possible_at": possible if possible is not None and possible > now() else None,
            "open_attempt": own.open.public_id if own.open else None,
            "best_attempt": best.public_id if best else None,
            "percent": best.percent if best else None,
            "passed": bool(best and best.passed),
        }
    body = {**_line(found, version), "questions": question_count(version), "rules": version, "mine": mine}
    return Response(shapes.AssessmentDetailSerializer(body).data)


@extend_schema(tags=["assessments"], request=None, responses={201: shapes.SatSerializer})
@api_view(["POST"])
def assessment_attempts(request: Request, public_id: UUID) -> Response:
    """Begin an attempt, or get the one that is under way."""
    learner = person(request)
    found = access.assessments_to_read(request).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    attempt = services.sit(assessment=found, learner=learner, at=now())
    return Response({"id": attempt.public_id, "url": f"/api/v1/attempts/{attempt.public_id}/"}, status=201)


def _offer(paper: Paper) -> OfferedAssessment:
    found = queries.offered_of(paper)
    if found is None:
        raise NotFound
    return found


def _shown(offered: OfferedAssessment, status: int = 200) -> Response:
    headers = {"ETag": f'"{queries.offer_print(offered)}"'}
    return Response(shapes.AssessmentOfferSerializer(offered).data, status=status, headers=headers)


@extend_schema_view(
    get=extend_schema(tags=["assessments"], responses=shapes.AssessmentOfferSerializer),
    put=extend_schema(
        tags=["assessments"], request=shapes.AssessmentOfferRequest, responses=shapes.AssessmentOfferSerializer
    ),
    delete=extend_schema(tags=["assessments"], responses=shapes.AssessmentOfferSerializer),
)
class PaperOffer(generics.GenericAPIView):
    """How a published paper is offered by itself. Content publishers offer and close."""

    serializer_class = shapes.AssessmentOfferSerializer

    def get(self, request: Request, public_id: UUID, paper_id: UUID) -> Response:
        """For everybody who makes or checks content there, and for tokens with `assessments:read`."""
        return _shown(_offer(paper_of(bank_to_read(request, public_id), paper_id)))

    def put(self, request: Request, public_id: UUID, paper_id: UUID) -> Response:
        """Offer it, change how, or open it again. What is offered already needs its `ETag` in `If-Match`: 412 if it has
        changed.
        """
        paper = paper_of(access.organisation_to_offer(request, public_id), paper_id)
        given = shapes.AssessmentOfferRequest(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        try:
            values["competency"] = framework.competency(values["competency"])
        except NotFound as error:
            raise Refused(str(error), field="competency") from error
        known = queries.offered_of(paper)
        etag = seen(request) if known is not None else None
        try:
            services.offer_assessment(paper=paper, actor=request.user, at=now(), seen=etag, **values)  # type: ignore[arg-type]
        except Conflict as conflict:
            raise NotAsSeen from conflict
        return _shown(_offer(paper), 200 if known is not None else 201)

    def delete(self, request: Request, public_id: UUID, paper_id: UUID) -> Response:
        """Close it: nobody begins it any more. Who is under way finishes, and what was shown stays."""
        paper = paper_of(access.organisation_to_offer(request, public_id), paper_id)
        services.close_assessment(assessment=_offer(paper), actor=request.user, at=now())  # type: ignore[arg-type]
        return _shown(_offer(paper))


@extend_schema(tags=["assessments"])
class OfferList(generics.ListAPIView):
    """What the organisation offers by itself, open or closed."""

    serializer_class = shapes.AssessmentOfferSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For everybody who makes or checks content there, and for tokens with `assessments:read`."""
        self.organisation = bank_to_read(request, kwargs["public_id"])
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[OfferedAssessment]:
        """All of them."""
        return queries.offers_of(self.organisation)


urlpatterns = [
    path("assessments/", AssessmentList.as_view(), name="api_assessments"),
    path("assessments/<uuid:public_id>/", assessment, name="api_assessment"),
    path("assessments/<uuid:public_id>/attempts/", assessment_attempts, name="api_assessment_attempts"),
    path("organisations/<uuid:public_id>/assessments/", OfferList.as_view(), name="api_offers"),
    path("organisations/<uuid:public_id>/papers/<uuid:paper_id>/offer/", PaperOffer.as_view(), name="api_paper_offer"),
]
