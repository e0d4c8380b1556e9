"""Who the caller is, and how far they reach."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from igot.accounts.access import client_of, current_grants, reach
from igot.kernel.api.pagination import Cursor
from igot.kernel.errors import Denied
from igot.organisations.models import Organisation


class PlaceSerializer(serializers.Serializer):
    """An organisation in a few words."""

    public_id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class GrantSerializer(serializers.Serializer):
    """A role, where it reaches, and until when."""

    public_id = serializers.UUIDField()
    role = serializers.CharField()
    organisation = PlaceSerializer()
    ends_at = serializers.DateTimeField()


class MeSerializer(serializers.Serializer):
    """The signed-in person."""

    public_id = serializers.UUIDField()
    name = serializers.CharField()
    name_in_hindi = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.CharField()
    organisation = PlaceSerializer(allow_null=True)
    designation = serializers.CharField(source="designation.name", allow_null=True, default=None)
    grants = GrantSerializer(many=True)


def person_of(request: Request):  # type: ignore[no-untyped-def]
    """The person who calls. Raises Denied for a client's token: it stands for an organisation, not for a person."""
    if client_of(request) is not None and request.user.pk is None:
        raise Denied
    return request.user


@extend_schema(responses=MeSerializer, tags=["me"])
@api_view(["GET"])
def me(request: Request) -> Response:
    """Who am I, where do I serve, and what may I act for?"""
    user = person_of(request)
    fields = ("public_id", "name", "name_in_hindi", "email", "language", "organisation", "designation")
    return Response(
        MeSerializer({**{name: getattr(user, name) for name in fields}, "grants": current_grants(user)}).data
    )


class OrganisationSerializer(serializers.ModelSerializer):
    """A node of the tree; `parent` is its public id, null at the top of the caller's reach."""

    class Meta:
        model = Organisation
        fields = ["public_id", "code", "slug", "name", "translations", "kind", "is_active"]

    def get_fields(self) -> dict[str, serializers.Field]:
        """With `parent`, which every serializer has as an attribute of another meaning."""
        return {**super().get_fields(), "parent": serializers.SerializerMethodField()}

    def get_parent(self, node: Organisation) -> str | None:
        """The node above, where the caller reaches it."""
        return self.context["public_ids"].get(node.path[: -Organisation.steplen])


class ByPath(Cursor):
    """In the order of the tree."""

    ordering = "path"


@extend_schema(tags=["organisations"])
class OrganisationList(generics.ListAPIView):
    """The organisations within reach: of the token's client, or of the person's roles; without any, the own one."""

    serializer_class = OrganisationSerializer
    pagination_class = ByPath

    def get_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.none() if getattr(self, "swagger_fake_view", False) else reach(self.request)

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        ids = self.get_queryset().values_list("path", "public_id")
        return {**context, "public_ids": {path: str(public_id) for path, public_id in ids}}


urlpatterns = [
    path("me/", me, name="api_me"),
    path("organisations/", OrganisationList.as_view(), name="api_organisations"),
]
