"""Scales and the crosswalk, for programs."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers

from competencies.framework.crosswalk import queries
from competencies.framework.models import CompetencyLink, Scale
from igot.accounts.access import client_of
from igot.kernel.errors import Denied


class AnswerSerializer(serializers.Serializer):
    """A level of another scale that a level answers to."""

    scale = serializers.CharField(source="other.scale.code")
    level = serializers.IntegerField(source="other.number")
    relation = serializers.CharField()


class ScaleLevelSerializer(serializers.Serializer):
    """One level of a scale."""

    level = serializers.IntegerField(source="number")
    name = serializers.CharField()
    gist = serializers.CharField()
    translations = serializers.JSONField()
    answers_to = AnswerSerializer(source="links", many=True)


class ScaleSerializer(serializers.Serializer):
    """A proficiency scale with its levels, the lowest first."""

    code = serializers.CharField()
    name = serializers.CharField()
    translations = serializers.JSONField()
    levels = ScaleLevelSerializer(many=True)


class EndSerializer(serializers.Serializer):
    """One side of a link."""

    public_id = serializers.UUIDField()
    guid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class LinkSerializer(serializers.Serializer):
    """Two competencies that answer to each other."""

    public_id = serializers.UUIDField()
    competency = EndSerializer()
    other = EndSerializer()
    relation = serializers.CharField()
    note = serializers.CharField()
    added_at = serializers.DateTimeField()


class _Readable(generics.ListAPIView):
    """Open to everybody signed in; a token needs the scope `competencies:read`."""

    filter_backends: list[Any] = []

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if client_of(request) is not None and not request.auth.allow_scopes(["competencies:read"]):
            raise Denied()


@extend_schema(tags=["competencies"])
class ScaleList(_Readable):
    """The proficiency scales, and which levels answer to each other."""

    serializer_class = ScaleSerializer

    def get_queryset(self) -> QuerySet[Scale]:
        """In the order of their ids, as the cursor needs it."""
        return queries.scales().order_by("pk")


@extend_schema(tags=["competencies"])
class LinkList(_Readable):
    """The crosswalk of competencies."""

    serializer_class = LinkSerializer

    def get_queryset(self) -> QuerySet[CompetencyLink]:
        """In the order of their ids, as the cursor needs it."""
        return queries.links().order_by("pk")


urlpatterns = [
    path("scales/", ScaleList.as_view(), name="api_scales"),
    path("crosswalk/", LinkList.as_view(), name="api_crosswalk"),
]
