"""Corrections over the API: previewed, asked for, followed; decided by the approvals' own endpoints."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.bank.access import bank_to_read, bank_to_write
from assessments.bank.models import Correction
from assessments.bank.serializers import KeySerializer
from assessments.corrections import queries, services
from assessments.corrections.access import correction_of, version_of
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused


class CorrectionSerializer(serializers.Serializer):
    """A correction and what it does: numbers only."""

    public_id = serializers.UUIDField()
    version = serializers.UUIDField(source="version.public_id")
    kind = serializers.ChoiceField(choices=Correction.Kind.choices)
    key = serializers.JSONField()
    reason = serializers.CharField()
    only_upwards = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Correction.State.choices)
    report = serializers.DictField(child=serializers.IntegerField())
    asked_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)


class CorrectionRequest(serializers.Serializer):
    """Another `key`, or none for a void question. With `only_upwards` no result falls."""

    version = serializers.UUIDField(help_text="of the question, as papers hold it")
    kind = serializers.ChoiceField(choices=Correction.Kind.choices)
    key = KeySerializer(required=False, default=dict)
    reason = serializers.CharField(max_length=1000)
    only_upwards = serializers.BooleanField(default=True)


@extend_schema_view(
    get=extend_schema(tags=["assessments"]),
    post=extend_schema(tags=["assessments"], request=CorrectionRequest, responses={201: CorrectionSerializer}),
)
class CorrectionList(generics.ListAPIView):
    """The organisation's corrections of keys."""

    serializer_class = CorrectionSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For everybody who makes or checks content there, and for tokens with `assessments:read`."""
        self.organisation = bank_to_read(request, kwargs["public_id"])
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Correction]:
        """All of them."""
        return queries.corrections_of(self.organisation)

    def post(self, request: Request, public_id: UUID) -> Response:
        """Preview a correction: what it would do to the results that rest on the version. It changes none of them."""
        organisation = bank_to_write(request, public_id)
        given = CorrectionRequest(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        try:
            version = version_of(organisation, values.pop("version"))
        except NotFound as error:
            raise Refused(str(error), field="version") from error
        made = services.preview_correction(version=version, actor=request.user, at=now(), **values)  # type: ignore[arg-type]
        return Response(CorrectionSerializer(made).data, status=201)


@extend_schema(tags=["assessments"], responses=CorrectionSerializer)
@api_view(["GET"])
def correction(request: Request, public_id: UUID, correction_id: UUID) -> Response:
    """A correction, and how far the marking has come."""
    return Response(CorrectionSerializer(correction_of(bank_to_read(request, public_id), correction_id)).data)


@extend_schema(tags=["assessments"], request=None, responses=CorrectionSerializer)
@api_view(["POST"])
def correction_asking(request: Request, public_id: UUID, correction_id: UUID) -> Response:
    """Ask for the approval of a previewed correction."""
    found = correction_of(bank_to_write(request, public_id), correction_id)
    services.ask_for_correction(correction=found, actor=request.user, at=now())  # type: ignore[arg-type]
    return Response(CorrectionSerializer(queries.correction(found.public_id)).data)


CORRECTIONS = "organisations/<uuid:public_id>/corrections/"

urlpatterns = [
    path(CORRECTIONS, CorrectionList.as_view(), name="api_corrections"),
    path(f"{CORRECTIONS}<uuid:correction_id>/", correction, name="api_correction"),
    path(f"{CORRECTIONS}<uuid:correction_id>/asking/", correction_asking, name="api_correction_asking"),
]
