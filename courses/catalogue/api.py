"""The catalogue over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from courses.authoring.models import Course
from courses.authoring.queries import current_outline
from courses.catalogue import queries
from courses.catalogue.access import reading_organisation
from courses.catalogue.forms import FiltersForm
from igot.kernel.errors import Refused


class ProviderSerializer(serializers.Serializer):
    """Who provides a course."""

    public_id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class TagSerializer(serializers.Serializer):
    """A competency the course builds, up to a level of its scale."""

    public_id = serializers.UUIDField(source="competency.public_id")
    code = serializers.CharField(source="competency.code")
    name = serializers.CharField(source="competency.name")
    level = serializers.IntegerField()


class CourseSerializer(serializers.Serializer):
    """A published course in a few words."""

    public_id = serializers.UUIDField()
    slug = serializers.CharField()
    release = serializers.UUIDField(source="current.public_id")
    number = serializers.IntegerField(source="current.number")
    title = serializers.CharField(source="current.title")
    summary = serializers.CharField(source="current.summary")
    translations = serializers.JSONField(source="current.translations")
    language = serializers.CharField(source="current.language")
    keywords = serializers.ListField(child=serializers.CharField(), source="current.keywords")
    minutes = serializers.IntegerField(source="current.minutes")
    licence = serializers.CharField(source="current.licence")
    published_at = serializers.DateTimeField(source="current.published_at")
    provider = ProviderSerializer(source="organisation")


class OutlineResourceSerializer(serializers.Serializer):
    """One thing to learn from; its `key` is the same in every release."""

    key = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    mandatory = serializers.BooleanField()


class OutlineModuleSerializer(serializers.Serializer):
    """A part of the course."""

    key = serializers.UUIDField()
    title = serializers.CharField()
    resources = OutlineResourceSerializer(many=True, source="resources.all")


class CourseDetailSerializer(CourseSerializer):
    """A published course with what it builds and what it consists of."""

    outcomes = serializers.ListField(child=serializers.CharField(), source="current.outcomes")
    audience = serializers.CharField(source="current.audience")
    competencies = TagSerializer(many=True, source="current.tags.all")
    modules = serializers.SerializerMethodField()

    @extend_schema(responses=OutlineModuleSerializer(many=True))
    def get_modules(self, course: Course) -> list[dict[str, Any]]:
        """The outline of the published release."""
        return OutlineModuleSerializer(current_outline(course), many=True).data  # type: ignore[return-value]


NAMES = {
    "q": "words; near misses and Latin spellings of Hindi words are found, too",
    "language": "code of the language the course is written in",
    "provider": "short name of the organisation that provides it",
    "duration": "short (up to 60 minutes), medium (up to 300), long",
    "area": "behavioural, functional or domain",
    "competency": "public id of a competency the course builds",
}
PARAMETERS = [OpenApiParameter(name, OpenApiTypes.STR, description=text) for name, text in NAMES.items()]


@extend_schema(tags=["catalogue"], parameters=PARAMETERS)
class CatalogueList(generics.ListAPIView):
    """The published courses open to the caller. A token needs `catalogue:read` and stands for its organisation."""

    serializer_class = CourseSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Course]:
        form = FiltersForm(self.request.query_params)
        if not form.is_valid():
            raise Refused(fields={name: [str(text) for text in texts] for name, texts in form.errors.items()})
        organisation = reading_organisation(self.request)
        return queries.search_in(organisation, form.cleaned_data["q"], form.filters()).order_by("pk")


@extend_schema(tags=["catalogue"], responses=CourseDetailSerializer)
@api_view(["GET"])
def course_detail(request: Request, public_id: UUID) -> Response:
    """One course with its outline; the `ETag` changes with each release and with who may find it."""
    course = queries.course_in(reading_organisation(request), public_id)
    etag = f'"{course.current.public_id.hex if course.current else ""}-{course.visibility}"'
    if request.headers.get("If-None-Match") == etag:
        return Response(status=304, headers={"ETag": etag})
    return Response(CourseDetailSerializer(course).data, headers={"ETag": etag, "Cache-Control": "private, no-cache"})


urlpatterns = [
    path("catalogue/", CatalogueList.as_view(), name="api_catalogue"),
    path("courses/<uuid:public_id>/", course_detail, name="api_course"),
]
