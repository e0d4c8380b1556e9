"""FRACing over the API: wordings are begun, written and submitted by authors, and read by reviewers. Reviewers decide
by the endpoints of the approvals.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import access, queries, services
from competencies.framework.api.door import READ, WRITE, given, opened
from competencies.framework.api.shape import shaped
from competencies.framework.models import Revision, Status
from competencies.framework.queries.revisions import kind_of, pending_request, under_way
from igot.kernel.clock import now
from igot.kernel.tenancy import everywhere


class RevisionSerializer(serializers.Serializer):
    """A wording on its way, or an approved one. `item` is the public id of the item, which may not exist yet."""

    id = serializers.UUIDField(source="public_id")
    dictionary = serializers.CharField(source="kind")
    item = serializers.UUIDField(source="item_id")
    version = serializers.IntegerField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    organisation = serializers.CharField(source="organisation.code")
    author = serializers.CharField(source="author.name", default=None, allow_null=True)
    changed_at = serializers.DateTimeField()


class DecisionSerializer(serializers.Serializer):
    """One line of the log."""

    action = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = serializers.DateTimeField()
    comment = serializers.CharField()


class RevisionDetailSerializer(RevisionSerializer):
    """A wording with its content. `problems` says by field what stands in the way of submitting it; `approval` is the
    request by which it is decided.
    """

    content = serializers.JSONField()
    reason = serializers.CharField()
    problems = serializers.SerializerMethodField()
    approval = serializers.SerializerMethodField()
    decisions = serializers.SerializerMethodField()

    def get_problems(self, revision: Revision) -> dict[str, list[str]]:
        """Empty once it is submitted."""
        return queries.problems(revision) if revision.status in services.WRITABLE else {}

    def get_approval(self, revision: Revision) -> str | None:
        """Its public id, while it waits."""
        request = pending_request(revision)
        return str(request.public_id) if request is not None else None

    def get_decisions(self, revision: Revision) -> Any:
        """The newest first."""
        log = revision.decisions.select_related("decided_by")
        return DecisionSerializer(log, many=True).data


class RevisionRequest(serializers.Serializer):
    """Begin a wording: of a new item, or of `item`. Without `content` it begins with what is in force."""

    dictionary = serializers.ChoiceField(choices=Revision.Kind.choices)
    item = serializers.UUIDField(required=False, allow_null=True, default=None)
    content = serializers.DictField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


class WordingRequest(serializers.Serializer):
    """The whole content, as it shall be. `seen` is the `changed_at` you saw: written elsewhere since is a conflict."""

    content = serializers.DictField()
    reason = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    seen = serializers.DateTimeField(required=False, allow_null=True, default=None)


def _shown(revision: Revision, status: int = 200) -> Response:
    return Response(RevisionDetailSerializer(queries.revision_by_id(revision.public_id)).data, status=status)


@extend_schema_view(
    get=extend_schema(
        tags=["competencies"],
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="words met in the title, or the code"),
            OpenApiParameter("status", OpenApiTypes.STR, description="a state; all; without it, what is on its way"),
            OpenApiParameter("dictionary", OpenApiTypes.STR, description="competency, role, position or resource"),
        ],
    ),
    post=extend_schema(tags=["competencies"], request=RevisionRequest, responses={201: RevisionDetailSerializer}),
)
class RevisionList(generics.ListCreateAPIView):
    """The wordings of a subtree, for those who FRAC there (tokens: `competencies:read`). POST begins one."""

    serializer_class = RevisionSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        with opened(request, kwargs["public_id"], READ, access.READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Revision]:
        """The same rows as the page's."""
        if getattr(self, "swagger_fake_view", False):
            with everywhere():
                return Revision.objects.none()
        asked = {name: self.request.query_params.get(name, "")[:100] for name in ("q", "status", "dictionary")}
        return under_way(self.organisation, text=asked["q"], status=asked["status"], kind=asked["dictionary"])

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin a wording."""
        with opened(request, kwargs["public_id"], WRITE, access.AUTHORS) as organisation:
            values = given(RevisionRequest, request)
            if values["item"] is not None:
                access.item_to_revise(request.user, organisation, values["dictionary"], values["item"])
            rules, content = kind_of(values["dictionary"]), values["content"]
            if content is not None:
                item = queries.in_force(rules.name, values["item"]) if values["item"] is not None else None
                content = shaped(content, rules.snapshot(item) if item is not None else rules.blank(organisation))
            revision = services.start_revision(
                kind=values["dictionary"],
                organisation=organisation,
                item_id=values["item"],
                content=content,
                reason=values["reason"],
                origin="api",
                actor=request.user,
                at=now(),
            )
            return _shown(revision, 201)


@extend_schema(methods=["GET"], tags=["competencies"], responses=RevisionDetailSerializer)
@extend_schema(methods=["PUT"], tags=["competencies"], request=WordingRequest, responses=RevisionDetailSerializer)
@extend_schema(methods=["DELETE"], tags=["competencies"], responses={204: None})
@api_view(["GET", "PUT", "DELETE"])
def revision(request: Request, public_id: UUID, revision_id: UUID) -> Response:
    """One wording; PUT writes it, for its author; DELETE lets a draft go, for authors."""
    if request.method == "GET":
        with opened(request, public_id, READ, access.READERS) as organisation:
            return _shown(access.revision_to_see(organisation, revision_id))
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        if request.method == "DELETE":
            found = access.revision_to_discard(request.user, organisation, revision_id)
            services.discard(revision=found, actor=request.user, at=now())
            return Response(status=204)
        found = access.revision_to_write(request.user, organisation, revision_id)
        values = given(WordingRequest, request)
        values["content"] = shaped(values["content"], found.content)
        return _shown(services.write(revision=found, **values, actor=request.user, at=now()))


@extend_schema(tags=["competencies"], request=None, responses=RevisionDetailSerializer)
@api_view(["POST"])
def revision_submit(request: Request, public_id: UUID, revision_id: UUID) -> Response:
    """Hand it to the reviewers, for its author. 422 names by field what is still wrong."""
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        found = access.revision_to_write(request.user, organisation, revision_id)
        return _shown(services.submit(revision=found, actor=request.user, at=now()))


@extend_schema(tags=["competencies"], request=None, responses=RevisionDetailSerializer)
@api_view(["POST"])
def revision_take_back(request: Request, public_id: UUID, revision_id: UUID) -> Response:
    """Go on writing, for its author."""
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        found = access.revision_to_write(request.user, organisation, revision_id)
        services.take_back(revision=found, actor=request.user, at=now())
        return _shown(found)


REVISIONS = "organisations/<uuid:public_id>/revisions/"
REVISION = f"{REVISIONS}<uuid:revision_id>/"

urlpatterns = [
    path(REVISIONS, RevisionList.as_view(), name="api_revisions"),
    path(REVISION, revision, name="api_revision"),
    path(f"{REVISION}submit/", revision_submit, name="api_revision_submit"),
    path(f"{REVISION}take-back/", revision_take_back, name="api_revision_take_back"),
]
