"""Releases of the framework over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import access, services
from competencies.framework.api.door import WRITE, given, opened
from competencies.framework.api.reading import reader_of
from competencies.framework.models import FrameworkRelease
from competencies.framework.queries import releases as queries
from igot.kernel.clock import now


class ReleaseSerializer(serializers.Serializer):
    """The state of the dictionaries under a number."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    notes = serializers.CharField()
    translations = serializers.JSONField()
    published_at = serializers.DateTimeField()


class ReleaseDetailSerializer(ReleaseSerializer):
    """`changes`: per item what changed, why, and how much and how many people that touches; `contents`: per dictionary
    and item the code, name and version in force.
    """

    changes = serializers.JSONField()
    contents = serializers.JSONField()


class ReleaseRequest(serializers.Serializer):
    """What a release is called and says."""

    title = serializers.CharField(max_length=200)
    title_hi = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    notes = serializers.CharField(max_length=8000, required=False, default="", allow_blank=True)
    notes_hi = serializers.CharField(max_length=8000, required=False, default="", allow_blank=True)


@extend_schema(tags=["competencies"])
class ReleaseList(generics.ListAPIView):
    """Every release, the oldest first. A token needs `competencies:read`."""

    serializer_class = ReleaseSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[FrameworkRelease]:
        """Without what they hold."""
        reader_of(self.request)
        return queries.releases().defer("contents", "changes")


@extend_schema(tags=["competencies"], responses=ReleaseDetailSerializer)
@api_view(["GET"])
def release(request: Request, number: int) -> Response:
    """One release with its changes. A token needs `competencies:read`."""
    reader_of(request)
    return Response(ReleaseDetailSerializer(queries.release(number)).data)


@extend_schema(tags=["competencies"], request=ReleaseRequest, responses={201: ReleaseDetailSerializer})
@api_view(["POST"])
def release_publish(request: Request, public_id: UUID) -> Response:
    """Publish what is in force; for the Commission."""
    with opened(request, public_id, WRITE, access.BOARD) as organisation:
        made = services.publish_release(
            **given(ReleaseRequest, request), organisation=organisation, actor=request.user, at=now()
        )
        return Response(ReleaseDetailSerializer(made).data, status=201)


urlpatterns = [
    path("framework/releases/", ReleaseList.as_view(), name="api_releases"),
    path("framework/releases/<int:number>/", release, name="api_release"),
    path("organisations/<uuid:public_id>/framework/releases/", release_publish, name="api_release_publish"),
]
