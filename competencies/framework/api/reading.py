"""The dictionary for programs."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import queries
from competencies.framework.converters import register
from competencies.framework.models import Competency
from competencies.framework.queries.lists import narrowed
from competencies.framework.queries.revisions import kind_of
from igot.accounts.access import client_of
from igot.kernel.errors import Denied

register()


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


class ItemSerializer(serializers.Serializer):
    """An item of a dictionary that is or was in force."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    status = serializers.CharField(help_text="approved (in force) or retired")
    organisation = serializers.CharField(source="organisation.code", default=None, allow_null=True)

    def get_name(self, item: Any) -> str:
        """In the reader's language."""
        return str(item.in_language(self.context["kind"].title_field))


class ItemDetailSerializer(ItemSerializer):
    """An item with its wording; `replaced_by` is what takes the place of a retired one."""

    replaced_by = serializers.UUIDField(source="replaced_by.public_id", default=None, allow_null=True)
    content = serializers.SerializerMethodField()

    def get_content(self, item: Any) -> dict[str, Any]:
        """The wording in force, in the shape in which revisions are written."""
        return dict(self.context["kind"].snapshot(item))


class VersionSerializer(serializers.Serializer):
    """One approved wording."""

    version = serializers.IntegerField()
    title = serializers.CharField()
    reason = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    content = serializers.JSONField()


def reader_of(request: Any) -> None:
    """Everybody signed in reads; a token needs the scope `competencies:read`. Raises Denied."""
    if client_of(request) is not None and not request.auth.allow_scopes(["competencies:read"]):
        raise Denied()


@extend_schema(
    tags=["competencies"],
    parameters=[
        OpenApiParameter("q", OpenApiTypes.STR, description="words met in the name or another spelling, or the code"),
        OpenApiParameter("owner", OpenApiTypes.STR, description="the code of the organisation that keeps it"),
        OpenApiParameter("status", OpenApiTypes.STR, description="approved (the default) or retired"),
    ],
)
class ItemList(generics.ListAPIView):
    """The items of a dictionary: competencies, roles, positions or resources. A token needs `competencies:read`.

    Filters are those of the dictionary's page.
    """

    serializer_class = ItemSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Any]:
        """The same rows as the page's."""
        reader_of(self.request)
        kind = self.kwargs.get("kind") or "competency"
        found, _filters = narrowed(kind, self.request.query_params.get("q", "")[:100], self.request.query_params)
        return found.select_related("organisation")

    def get_serializer_context(self) -> dict[str, Any]:
        """The rows are named by their dictionary."""
        return {**super().get_serializer_context(), "kind": kind_of(self.kwargs.get("kind") or "competency")}


@extend_schema(tags=["competencies"], responses=ItemDetailSerializer)
@api_view(["GET"])
def item(request: Request, kind: str, public_id: UUID) -> Response:
    """One item with its wording. A token needs `competencies:read`."""
    reader_of(request)
    found = queries.item(kind, public_id)
    return Response(ItemDetailSerializer(found, context={"kind": kind_of(kind)}).data)


@extend_schema(tags=["competencies"], responses=VersionSerializer(many=True))
@api_view(["GET"])
def item_versions(request: Request, kind: str, public_id: UUID) -> Response:
    """Every approved wording, the newest first. Items that came in by an import have none before their first change."""
    reader_of(request)
    queries.item(kind, public_id)
    return Response(VersionSerializer(queries.versions(kind, public_id), many=True).data)


urlpatterns = [
    path("competencies/", CompetencyList.as_view(), name="api_competencies"),
    path("dictionaries/<dictionary:kind>/", ItemList.as_view(), name="api_items"),
    path("dictionaries/<dictionary:kind>/<uuid:public_id>/", item, name="api_item"),
    path("dictionaries/<dictionary:kind>/<uuid:public_id>/versions/", item_versions, name="api_item_versions"),
]
