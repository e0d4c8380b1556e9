"""The change feed: what happened within reach, for systems that keep a copy."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from igot.accounts.access import Role, client_of, current_grants
from igot.journal import queries
from igot.kernel.api.pagination import Cursor
from igot.kernel.clock import now
from igot.kernel.errors import Denied, NotFound, Refused
from igot.organisations.queries import public_ids

SCOPES = ["changes:read"]
# Those who may read the audit trail: it is made of the same facts.
READERS = (Role.ORGANISATION_ADMIN, Role.AUDITOR, Role.PLATFORM_ADMIN)


class SubjectSerializer(serializers.Serializer):
    """The thing it happened to."""

    kind = serializers.CharField()
    id = serializers.CharField()


class ChangeSerializer(serializers.Serializer):
    """One fact: its kind, when and where it happened, and its values - ids and plain values, no names."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    organisation = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()
    values = serializers.DictField(source="payload")
    occurred_at = serializers.DateTimeField()

    def get_organisation(self, row: Any) -> str:
        """The public id of the organisation it concerns."""
        return str(self.context["organisations"].get(row.organisation_id, ""))

    @extend_schema_field(SubjectSerializer(allow_null=True))
    def get_subject(self, row: Any) -> Any:
        """None where it concerns no single thing."""
        if not row.subject_id:
            return None
        return SubjectSerializer({"kind": row.subject_kind, "id": row.subject_id}).data


class ChangesSerializer(serializers.Serializer):
    """A page of the feed. Keep `after`: the next call begins there. `next` is null when there is nothing more yet."""

    next = serializers.URLField(allow_null=True)
    after = serializers.CharField()
    limit = serializers.IntegerField()
    results = ChangeSerializer(many=True)


def _paths(request: Request) -> list[str]:
    """The subtrees the caller may follow. Raises Denied for a token without the scope, NotFound for other people."""
    client = client_of(request)
    if client is not None:
        if not request.auth.allow_scopes(SCOPES):
            raise Denied
        return [client.organisation.path] if client.organisation else []
    grants = current_grants(request.user)  # type: ignore[arg-type]
    paths = [grant.organisation.path for grant in grants if grant.role in READERS]
    if not paths:
        raise NotFound
    return paths


@extend_schema(
    tags=["changes"],
    operation_id="changes_list",
    responses=ChangesSerializer,
    parameters=[
        OpenApiParameter("after", OpenApiTypes.STR, description="where the last page ended; without it, the beginning"),
        OpenApiParameter("kind", OpenApiTypes.STR, description="only facts of this kind"),
        OpenApiParameter("limit", OpenApiTypes.INT, description="at most so many, 1 to 200; 50 without it"),
    ],
)
@api_view(["GET"])
def changes(request: Request) -> Response:
    """What happened in the subtree of the token's client, oldest first, each fact once.

    Tokens need `changes:read`; people need to be an administrator or auditor. Nothing is ever taken out of the feed:
    what ends has facts of its own, such as `accounts.PersonDeactivated`, `courses.CourseRetired`,
    `courses.EnrolmentWithdrawn` or `courses.CertificateRevoked`.
    """
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > 18:
        raise Refused(_("Give the value of `after` from the last page as it was."), field="after")
    kind = request.query_params.get("kind", "")
    if kind and kind not in queries.kinds():
        raise Refused(_("There is no kind of fact with this name."), field="kind")
    limit = Cursor().get_page_size(request)
    found = list(queries.changes(_paths(request), after=int(after), kind=kind, at=now())[: limit + 1])
    rows = found[:limit]
    last = str(rows[-1].pk) if rows else after
    more = len(found) > limit
    context = {"organisations": public_ids(row.organisation_id for row in rows if row.organisation_id is not None)}
    body = {
        "next": replace_query_param(request.build_absolute_uri(), "after", last) if more else None,
        "after": last,
        "limit": limit,
        "results": ChangeSerializer(rows, many=True, context=context).data,
    }
    return Response(body)


urlpatterns = [path("changes/", changes, name="api_changes")]
