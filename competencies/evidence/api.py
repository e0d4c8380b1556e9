"""The passbook, and the levels held in an organisation, for programs."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.evidence import queries
from competencies.evidence.models import Attainment
from igot.accounts.access import Role, organisation_for_api
from igot.accounts.api import person_of
from igot.kernel.tenancy import subtree

READERS = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)


class WhatSerializer(serializers.Serializer):
    """A competency in a few words."""

    public_id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class PieceSerializer(serializers.Serializer):
    """One piece of evidence."""

    public_id = serializers.UUIDField(source="evidence.public_id")
    kind = serializers.CharField(source="evidence.kind")
    level = serializers.IntegerField(source="evidence.level")
    source_kind = serializers.CharField(source="evidence.source_kind")
    source_id = serializers.UUIDField(source="evidence.source_id")
    source_title = serializers.CharField(source="evidence.source_title")
    occurred_at = serializers.DateTimeField(source="evidence.occurred_at")
    withdrawn_reason = serializers.CharField(allow_blank=True)


class CriterionSerializer(serializers.Serializer):
    """A line of an explanation."""

    text = serializers.CharField()
    met = serializers.BooleanField()
    evidence = serializers.CharField()


class HoldingSerializer(serializers.Serializer):
    """A level held, since when, and why."""

    competency = WhatSerializer()
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateTimeField(allow_null=True)
    rule = serializers.CharField()
    evidence = PieceSerializer(source="pieces", many=True)
    explanation = CriterionSerializer(source="criteria", many=True)


class GapSerializer(serializers.Serializer):
    """What the position asks, what is held, what is missing."""

    competency = WhatSerializer(source="asked.competency")
    level_asked = serializers.IntegerField(source="asked.level")
    criticality = serializers.IntegerField(source="asked.criticality")
    held = serializers.IntegerField()
    missing = serializers.IntegerField()


class PassbookSerializer(serializers.Serializer):
    """A person's passbook."""

    position = serializers.CharField(allow_null=True)
    holdings = HoldingSerializer(many=True)
    gaps = GapSerializer(many=True)


class AttainmentSerializer(serializers.Serializer):
    """A level that a person of the subtree holds."""

    person = serializers.UUIDField(source="learner.public_id")
    organisation = serializers.UUIDField(source="organisation.public_id")
    competency = WhatSerializer()
    level = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)


@extend_schema(responses=PassbookSerializer, tags=["me"])
@api_view(["GET"])
def my_passbook(request: Request) -> Response:
    """What I hold, what my position asks, and what lies between."""
    user = person_of(request)
    with subtree(user.organisation):
        body: dict[str, Any] = {
            "position": queries.position_of(user),
            "holdings": queries.passbook(user),
            "gaps": queries.gaps(user),
        }
        return Response(PassbookSerializer(body).data)


@extend_schema(tags=["competencies"])
class AttainmentList(generics.ListAPIView):
    """The levels held in a subtree, for a token with `competencies:read` or an administrator's session."""

    serializer_class = AttainmentSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        self.organisation = organisation_for_api(
            request, kwargs["public_id"], scopes=("competencies:read",), roles=READERS
        )
        with subtree(self.organisation):
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Attainment]:
        """With whose and of what."""
        return queries.attainments_of(self.organisation)


urlpatterns = [
    path("me/passbook/", my_passbook, name="api_passbook"),
    path("organisations/<uuid:public_id>/attainments/", AttainmentList.as_view(), name="api_attainments"),
]
