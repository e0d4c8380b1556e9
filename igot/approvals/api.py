"""Requests over the API: what waits for me, what I asked, deciding and taking back. For signed-in people."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request as Call
from rest_framework.response import Response

from igot.accounts.api import PlaceSerializer, person_of
from igot.approvals import access, queries, services
from igot.approvals.kinds import KINDS
from igot.approvals.models import Request, Step
from igot.kernel.clock import now

if TYPE_CHECKING:
    from igot.accounts.models import User


class RequestSerializer(serializers.Serializer):
    """Something that needs another person's yes. `subject` is the id of what it is about."""

    public_id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.SerializerMethodField()
    title = serializers.CharField()
    subject = serializers.UUIDField(source="subject_id")
    state = serializers.ChoiceField(choices=Request.State.choices)
    organisation = PlaceSerializer()
    requested_by = serializers.CharField(source="requested_by.name")
    requested_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)

    def get_kind_name(self, request: Request) -> str:
        """The kind in the reader's language."""
        return str(KINDS[request.kind].label) if request.kind in KINDS else request.kind


class StepSerializer(serializers.Serializer):
    """One decision: who makes it, and how it went."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.CharField()
    state = serializers.ChoiceField(choices=Step.State.choices)
    decided_by = serializers.CharField(source="decided_by.name", allow_null=True, default=None)
    decided_at = serializers.DateTimeField(allow_null=True)
    comment = serializers.CharField(allow_blank=True)


class DetailSerializer(serializers.Serializer):
    """A label and its value."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class RequestDetailSerializer(RequestSerializer):
    """A request with its steps, and what the caller may do."""

    details = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="where a person looks at the subject; empty where nowhere")
    may_decide = serializers.SerializerMethodField()
    may_withdraw = serializers.SerializerMethodField()

    @extend_schema_field(DetailSerializer(many=True))
    def get_details(self, request: Request) -> Any:
        """What the one who asked says about it."""
        return [{"label": label, "value": value} for label, value in request.details.get("pairs", [])]

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, request: Request) -> Any:
        """In order."""
        return StepSerializer(queries.steps_of(request), many=True).data

    def get_page(self, request: Request) -> str:
        """A path on this site."""
        kind = KINDS.get(request.kind)
        return kind.page(request) if kind and kind.page else ""

    def get_may_decide(self, request: Request) -> bool:
        """Whether the open step waits for the caller."""
        return access.can_decide(self.context["person"], request)

    def get_may_withdraw(self, request: Request) -> bool:
        """Whether the caller asked for it."""
        return access.can_withdraw(self.context["person"], request)


class ApproveRequest(serializers.Serializer):
    """`step` is the number of the step you saw: with it, a step decided meanwhile is a conflict."""

    comment = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    step = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)


class ReturnRequest(ApproveRequest):
    """The comment says what has to be changed."""

    comment = serializers.CharField(max_length=4000)


@extend_schema(
    tags=["approvals"],
    parameters=[OpenApiParameter("asked", OpenApiTypes.BOOL, description="true: what I asked for, not what waits")],
)
class RequestList(generics.ListAPIView):
    """What waits for my decision, across all my roles; with `asked=true`, what I asked for."""

    serializer_class = RequestSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Request]:
        """The same rows as the page's."""
        person = person_of(self.request)
        if self.request.query_params.get("asked", "").lower() in ("1", "true"):
            return queries.asked_by(person)
        return queries.waiting_for(person, now())


def _shown(person: "User", public_id: UUID) -> Response:
    found = access.request_to_see(person, public_id)
    return Response(RequestDetailSerializer(found, context={"person": person}).data)


def _given(serializer: type[serializers.Serializer], call: Call) -> dict[str, Any]:
    given = serializer(data=call.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


@extend_schema(tags=["approvals"], responses=RequestDetailSerializer)
@api_view(["GET"])
def approval(call: Call, public_id: UUID) -> Response:
    """One request: what it is about, and who decided what so far."""
    return _shown(person_of(call), public_id)


@extend_schema(tags=["approvals"], request=ApproveRequest, responses=RequestDetailSerializer)
@api_view(["POST"])
def approval_approve(call: Call, public_id: UUID) -> Response:
    """Say yes to the open step; the last yes causes the effect."""
    person = person_of(call)
    found = access.request_to_decide(person, public_id)
    services.approve(request=found, **_given(ApproveRequest, call), actor=person, at=now())
    return _shown(person, public_id)


@extend_schema(tags=["approvals"], request=ReturnRequest, responses=RequestDetailSerializer)
@api_view(["POST"])
def approval_return(call: Call, public_id: UUID) -> Response:
    """Send it back with a comment that says what has to be changed."""
    person = person_of(call)
    found = access.request_to_decide(person, public_id)
    services.send_back(request=found, **_given(ReturnRequest, call), actor=person, at=now())
    return _shown(person, public_id)


@extend_schema(tags=["approvals"], request=None, responses=RequestDetailSerializer)
@api_view(["POST"])
def approval_withdraw(call: Call, public_id: UUID) -> Response:
    """Take my own request back."""
    person = person_of(call)
    services.withdraw(request=access.request_to_withdraw(person, public_id), actor=person, at=now())
    return _shown(person, public_id)


urlpatterns = [
    path("approvals/", RequestList.as_view(), name="api_approvals"),
    path("approvals/<uuid:public_id>/", approval, name="api_approval"),
    path("approvals/<uuid:public_id>/approve/", approval_approve, name="api_approval_approve"),
    path("approvals/<uuid:public_id>/return/", approval_return, name="api_approval_return"),
    path("approvals/<uuid:public_id>/withdraw/", approval_withdraw, name="api_approval_withdraw"),
]
