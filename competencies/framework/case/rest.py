"""Bringing a CASE package by program: look first, then take in."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import queries as framework
from competencies.framework.case import access, queries, services
from competencies.framework.case.alignment import CONTEXTS, alignment
from igot.accounts.access import client_of, organisation_for_api
from igot.accounts.api import person_of
from igot.kernel.api.reading import StrictParser
from igot.kernel.clock import now
from igot.kernel.errors import Denied, Refused
from igot.kernel.tenancy import subtree


class PackageSerializer(serializers.Serializer):
    """The file, as `multipart/form-data`: JSON of a CASE 1.1 CFPackage, at most 10 MB."""

    file = serializers.FileField()


class CaseImportSerializer(serializers.Serializer):
    """What taking a package in would change, or what is wrong with it."""

    public_id = serializers.UUIDField()
    file_name = serializers.CharField()
    state = serializers.CharField()
    report = serializers.JSONField()
    uploaded_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)


@extend_schema(
    request={"multipart/form-data": PackageSerializer}, responses={201: CaseImportSerializer}, tags=["competencies"]
)
@api_view(["POST"])
@parser_classes([MultiPartParser, StrictParser])
def case_imports(request: Request, public_id: UUID) -> Response:
    """Check a package; nothing changes yet. For people who author or review the framework."""
    organisation = organisation_for_api(request, public_id, scopes=("competencies:write",), roles=access.BRINGERS)
    given = PackageSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    file: Any = given.validated_data["file"]
    with subtree(organisation):
        kept = services.check_package(
            organisation=organisation,
            content=file.read(services.MOST_BYTES + 1),
            file_name=file.name,
            actor=person_of(request),
            at=now(),
        )
        return Response(CaseImportSerializer(kept).data, status=201)


@extend_schema(request=None, responses=CaseImportSerializer, tags=["competencies"])
@api_view(["POST"])
def case_apply(request: Request, public_id: UUID, import_id: UUID) -> Response:
    """Take a checked package in; somebody else than the one who brought it."""
    organisation = organisation_for_api(request, public_id, scopes=("competencies:write",), roles=access.BRINGERS)
    with subtree(organisation):
        found = access.import_to_apply(person_of(request), organisation, import_id)
        services.apply_package(case_import=found, actor=person_of(request), at=now())
        return Response(CaseImportSerializer(queries.case_import(organisation, import_id)).data)


class AlignmentSerializer(serializers.Serializer):
    """JSON-LD: what a credential says under `achievement.alignment`. It stands beside its own `@context`."""

    type = serializers.ListField(child=serializers.CharField())
    targetCode = serializers.CharField()
    targetName = serializers.CharField()
    targetDescription = serializers.CharField()
    targetFramework = serializers.CharField(required=False)
    targetType = serializers.CharField()
    targetUrl = serializers.CharField()


@extend_schema(
    responses=AlignmentSerializer,
    tags=["competencies"],
    parameters=[OpenApiParameter("level", OpenApiTypes.INT, description="a level of the competency's scale")],
)
@api_view(["GET"])
def competency_alignment(request: Request, public_id: UUID) -> Response:
    """A competency as Open Badges 3.0 credentials align with it, in JSON-LD."""
    token: Any = request.auth
    if client_of(request) is not None and not token.allow_scopes(["competencies:read"]):
        raise Denied
    found = framework.competency(public_id)
    names = {str(level.number): level.name for level, _text in framework.levels(found)}
    asked = request.query_params.get("level", "")
    if asked and asked not in names:
        raise Refused(_("This level is not on the scale."), field="level")
    body = {"@context": CONTEXTS, **alignment(found, names.get(asked, ""))}
    return Response(body, content_type="application/ld+json")


urlpatterns = [
    path("competencies/<uuid:public_id>/alignment/", competency_alignment, name="api_competency_alignment"),
    path("organisations/<uuid:public_id>/case-imports/", case_imports, name="api_case_imports"),
    path(
        "organisations/<uuid:public_id>/case-imports/<uuid:import_id>/apply/", case_apply, name="api_case_import_apply"
    ),
]
