"""Retire and merge over the API, for the Commission; what rests on an item and what looks like it, for all who FRAC."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import access, queries, services
from competencies.framework.api.door import READ, WRITE, given, opened
from competencies.framework.api.reading import ItemDetailSerializer
from competencies.framework.queries.duplicates import near, resting_on
from competencies.framework.queries.revisions import kind_of
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused


class RestingSerializer(serializers.Serializer):
    """What rests on an item, and whether merging re-points it."""

    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    people = serializers.IntegerField(allow_null=True)
    moves = serializers.BooleanField()


class NearSerializer(serializers.Serializer):
    """An item whose name is alike, from 0 to 1, and why it is suggested."""

    id = serializers.UUIDField(source="other.public_id")
    code = serializers.CharField(source="other.code")
    likeness = serializers.FloatField()
    why = serializers.CharField()


class StandingSerializer(serializers.Serializer):
    """What to know before an item is merged or retired."""

    resting = RestingSerializer(many=True)
    near = NearSerializer(many=True)


class RetireRequest(serializers.Serializer):
    """Why; and what takes its place, by its public id."""

    reason = serializers.CharField(max_length=2000)
    replaced_by = serializers.UUIDField(required=False, allow_null=True, default=None)


class MergeRequest(serializers.Serializer):
    """Into which item, by its public id, and why."""

    reason = serializers.CharField(max_length=2000)
    into = serializers.UUIDField()


def _shown(kind: str, public_id: UUID) -> Response:
    return Response(ItemDetailSerializer(queries.item(kind, public_id), context={"kind": kind_of(kind)}).data)


def _other(kind: str, public_id: UUID | None, field: str) -> Any:
    try:
        return queries.item(kind, public_id) if public_id is not None else None
    except NotFound as missing:
        raise Refused(str(missing), field=field) from missing


@extend_schema(tags=["competencies"], responses=StandingSerializer)
@api_view(["GET"])
def standing(request: Request, public_id: UUID, kind: str, item_id: UUID) -> Response:
    """What rests on an item, and what looks like it."""
    with opened(request, public_id, READ, access.READERS) as organisation:
        item = access.item_to_work_on(organisation, kind, item_id)
        return Response(StandingSerializer({"resting": resting_on(kind, item), "near": near(kind, item)}).data)


@extend_schema(tags=["competencies"], request=RetireRequest, responses=ItemDetailSerializer)
@api_view(["POST"])
def retire(request: Request, public_id: UUID, kind: str, item_id: UUID) -> Response:
    """Take it out of force; for the Commission."""
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        item = access.item_to_govern(request.user, organisation, kind, item_id)
        values = given(RetireRequest, request)
        successor = _other(kind, values["replaced_by"], "replaced_by")
        services.retire_item(
            kind=kind, item=item, replaced_by=successor, reason=values["reason"], actor=request.user, at=now()
        )
        return _shown(kind, item_id)


@extend_schema(tags=["competencies"], request=MergeRequest, responses=ItemDetailSerializer)
@api_view(["POST"])
def merge(request: Request, public_id: UUID, kind: str, item_id: UUID) -> Response:
    """Make it one with another; for the Commission."""
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        item = access.item_to_govern(request.user, organisation, kind, item_id)
        values = given(MergeRequest, request)
        into = _other(kind, values["into"], "into")
        services.merge_items(kind=kind, item=item, into=into, reason=values["reason"], actor=request.user, at=now())
        return _shown(kind, item_id)


ITEM = "organisations/<uuid:public_id>/dictionaries/<dictionary:kind>/<uuid:item_id>/"

urlpatterns = [
    path(ITEM, standing, name="api_standing"),
    path(f"{ITEM}retire/", retire, name="api_retire"),
    path(f"{ITEM}merge/", merge, name="api_merge"),
]
