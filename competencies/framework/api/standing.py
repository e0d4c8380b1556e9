"""Proposals to retire and merge over the API; what rests on an item and what looks like it, for all who FRAC. Reviewers
decide by the endpoints of the approvals.
"""

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

from competencies.framework import access, queries, services
from competencies.framework.api.door import READ, WRITE, given, opened
from competencies.framework.models import Proposal
from competencies.framework.queries import proposals
from competencies.framework.queries.duplicates import near
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


class FigureSerializer(RestingSerializer):
    """What rests on the item; `before` and `people_before` are what it was when the proposal was made."""

    before = serializers.IntegerField(allow_null=True)
    people_before = serializers.IntegerField(allow_null=True)


class ProposalSerializer(serializers.Serializer):
    """A proposal that an item goes out of force. `other` is what would take its place."""

    id = serializers.UUIDField(source="public_id")
    dictionary = serializers.CharField(source="kind")
    item = serializers.UUIDField(source="item_id")
    change = serializers.ChoiceField(choices=Proposal.Change.choices)
    other = serializers.UUIDField(source="other_id", allow_null=True)
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=Proposal.State.choices)
    organisation = serializers.CharField(source="organisation.code")
    author = serializers.CharField(source="author.name")
    changed_at = serializers.DateTimeField()


class LevelStepSerializer(serializers.Serializer):
    """A level of what goes, and the level of what takes its place that it counts for; null: it counts for none."""

    level = serializers.IntegerField(source="level.number")
    counts_as = serializers.IntegerField(source="other.number", default=None, allow_null=True)


class ProposalDetailSerializer(ProposalSerializer):
    """The same with what rests on the item as things stand, how its levels count for what takes its place, and the
    request by which it is decided, while it is.
    """

    resting = serializers.SerializerMethodField()
    levels = serializers.SerializerMethodField()
    approval = serializers.SerializerMethodField()

    @extend_schema_field(FigureSerializer(many=True))
    def get_resting(self, proposal: Proposal) -> Any:
        """Now, or as it stood when it was done."""
        return FigureSerializer(proposals.preview(proposal), many=True).data

    @extend_schema_field(LevelStepSerializer(many=True))
    def get_levels(self, proposal: Proposal) -> Any:
        """None for what has no levels, or is replaced by nothing."""
        item, other = proposals.item_of(proposal), proposals.other_of(proposal)
        steps = queries.level_steps(item, other) if other is not None and hasattr(item, "scale_id") else []
        return LevelStepSerializer(steps, many=True).data

    def get_approval(self, proposal: Proposal) -> str | None:
        """Its public id."""
        request = proposals.pending_request(proposal)
        return str(request.public_id) if request is not None else None


def _shown(proposal: Proposal, status: int = 200) -> Response:
    return Response(ProposalDetailSerializer(proposals.proposal_by_id(proposal.public_id)).data, status=status)


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
        resting = proposals.resting_on(kind, item)
        return Response(StandingSerializer({"resting": resting, "near": near(kind, item)}).data)


@extend_schema(tags=["competencies"], request=RetireRequest, responses={201: ProposalDetailSerializer})
@api_view(["POST"])
def retire(request: Request, public_id: UUID, kind: str, item_id: UUID) -> Response:
    """Propose to take it out of force; for authors."""
    return _propose(request, public_id, kind, item_id, Proposal.Change.RETIRE, RetireRequest, "replaced_by")


@extend_schema(tags=["competencies"], request=MergeRequest, responses={201: ProposalDetailSerializer})
@api_view(["POST"])
def merge(request: Request, public_id: UUID, kind: str, item_id: UUID) -> Response:
    """Propose to make it one with another; for authors."""
    return _propose(request, public_id, kind, item_id, Proposal.Change.MERGE, MergeRequest, "into")


def _propose(
    request: Request,
    public_id: UUID,
    kind: str,
    item_id: UUID,
    change: str,
    shape: type[serializers.Serializer],
    name: str,
) -> Response:
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        item = access.item_to_revise(request.user, organisation, kind, item_id)
        values = given(shape, request)
        made = services.propose(
            kind=kind,
            organisation=organisation,
            item=item,
            change=change,
            other=_other(kind, values[name], name),
            reason=values["reason"],
            actor=request.user,
            at=now(),
        )
        return _shown(made, 201)


@extend_schema(
    tags=["competencies"],
    parameters=[
        OpenApiParameter("state", OpenApiTypes.STR, description="a state; all; without it, those that wait"),
    ],
)
class ProposalList(generics.ListAPIView):
    """The proposals of a subtree to retire or merge, for those who FRAC there (tokens: `competencies:read`)."""

    serializer_class = ProposalSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        with opened(request, kwargs["public_id"], READ, access.READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Proposal]:
        """The same rows as the page's."""
        if getattr(self, "swagger_fake_view", False):
            return Proposal.objects.none()
        return proposals.proposals_of(self.organisation, state=self.request.query_params.get("state", "")[:30])


@extend_schema(tags=["competencies"], responses=ProposalDetailSerializer)
@api_view(["GET"])
def proposal(request: Request, public_id: UUID, proposal_id: UUID) -> Response:
    """One proposal, with what rests on the item now."""
    with opened(request, public_id, READ, access.READERS) as organisation:
        return _shown(access.proposal_to_see(organisation, proposal_id))


@extend_schema(tags=["competencies"], request=None, responses=ProposalDetailSerializer)
@api_view(["POST"])
def proposal_take_back(request: Request, public_id: UUID, proposal_id: UUID) -> Response:
    """The item stays; for the one who proposed it."""
    with opened(request, public_id, WRITE, access.READERS) as organisation:
        found = access.proposal_to_take_back(request.user, organisation, proposal_id)
        services.take_proposal_back(proposal=found, actor=request.user, at=now())
        return _shown(found)


ITEM = "organisations/<uuid:public_id>/dictionaries/<dictionary:kind>/<uuid:item_id>/"
PROPOSALS = "organisations/<uuid:public_id>/proposals/"

urlpatterns = [
    path(ITEM, standing, name="api_standing"),
    path(f"{ITEM}retire/", retire, name="api_retire"),
    path(f"{ITEM}merge/", merge, name="api_merge"),
    path(PROPOSALS, ProposalList.as_view(), name="api_proposals"),
    path(f"{PROPOSALS}<uuid:proposal_id>/", proposal, name="api_proposal"),
    path(f"{PROPOSALS}<uuid:proposal_id>/take-back/", proposal_take_back, name="api_proposal_take_back"),
]
