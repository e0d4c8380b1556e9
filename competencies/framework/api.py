"""The dictionary for programs."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers

from competencies.framework import queries
from competencies.framework.models import Competency
from igot.accounts.access import client_of
from igot.kernel.errors import Denied


class LevelSerializer(serializers.Serializer):
    """One level: its number, its name, and what the competency looks like there."""

    level = serializers.IntegerField()
    name = serializers.CharField()
    descriptor = serializers.CharField()


class CompetencySerializer(serializers.ModelSerializer):
    """A competency in force."""

    kind = serializers.CharField()
    theme = serializers.CharField(source="node.parent.name", default=None, allow_null=True)
    sub_theme = serializers.CharField(source="node.name", default=None, allow_null=True)
    levels = serializers.SerializerMethodField()

    class Meta:
        model = Competency
        fields = [
            "public_id",
            "code",
            "version",
            "kind",
            "name",
            "definition",
            "translations",
            "theme",
            "sub_theme",
            "levels",
        ]

    @extend_schema_field(LevelSerializer(many=True))
    def get_levels(self, competency: Competency) -> Any:
        """The levels of its scale, lowest first."""
        rows = [
            {"level": level.number, "name": level.name, "descriptor": text.text if text else ""}
            for level, text in queries.levels(competency)
        ]
        return LevelSerializer(rows, many=True).data


@extend_schema(
    tags=["competencies"],
    parameters=[
        OpenApiParameter("q", OpenApiTypes.STR, description="words met in name, alias, theme, definition or code"),
        OpenApiParameter("area", OpenApiTypes.STR, description="behavioural, functional or domain"),
    ],
)
class CompetencyList(generics.ListAPIView):
    """The competencies in force. A token needs the scope `competencies:read`."""

    serializer_class = CompetencySerializer

    def get_queryset(self) -> QuerySet[Competency]:
        if client_of(self.request) is not None and not self.request.auth.allow_scopes(["competencies:read"]):
            raise Denied()
        found = queries.search(self.request.query_params.get("q", ""), area=self.request.query_params.get("area", ""))
        return found.prefetch_related("descriptors", "scale__levels")


urlpatterns = [path("competencies/", CompetencyList.as_view(), name="api_competencies")]
