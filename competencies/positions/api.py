"""Positions of an organisation and its work orders, for programs; and what one's own work is."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict

from competencies.framework.api.door import READ, WRITE, given, opened
from competencies.framework.queries import competency
from competencies.positions import access, queries, services
from competencies.positions.models import Position, Requirement, WorkOrder
from igot.accounts.api import person_of
from igot.accounts.queries import person
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.tenancy import everywhere


class PositionSerializer(serializers.Serializer):
    """A position in force that holds in the organisation, or below it."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()
    translations = serializers.JSONField()
    version = serializers.IntegerField()
    organisation = serializers.CharField(source="organisation.code")
    designation = serializers.UUIDField(source="designation.public_id")


class AskedOfMeSerializer(serializers.Serializer):
    """A competency that is asked for: the highest level and the gravest criticality of everything that wants it."""

    competency = serializers.UUIDField(source="competency.public_id")
    code = serializers.CharField(source="competency.code")
    name = serializers.CharField(source="competency.name")
    level = serializers.IntegerField()
    criticality = serializers.IntegerField()


class RoleSerializer(serializers.Serializer):
    """A work role of a position; `added_by` is the code of the organisation that added it, null where it is its own."""

    id = serializers.UUIDField(source="role.public_id")
    code = serializers.CharField(source="role.code")
    name = serializers.CharField(source="role.name")
    added_by = serializers.CharField(source="organisation.code", default=None, allow_null=True)


class PositionDetailSerializer(PositionSerializer):
    """A position as it holds in the organisation that was asked about."""

    roles = RoleSerializer(many=True)
    asked = AskedOfMeSerializer(many=True)


class RequirementRequest(serializers.Serializer):
    """Ask for a competency in the organisation and below it."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)
    criticality = serializers.ChoiceField(choices=Requirement.Criticality.choices, default=2)
    starts_on = serializers.DateField(required=False, allow_null=True, default=None)
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    source = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)  # type: ignore[assignment]


class OrderSerializer(serializers.Serializer):
    """A work order."""

    id = serializers.UUIDField(source="public_id")
    organisation = serializers.CharField(source="organisation.code")
    unit = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    effective_on = serializers.DateField()
    state = serializers.ChoiceField(choices=WorkOrder.State.choices)
    previous = serializers.CharField(source="previous.number", default=None, allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class FindingSerializer(serializers.Serializer):
    """A remark on a draft; with one that `stops` it cannot be published."""

    text = serializers.CharField()
    stops = serializers.BooleanField()
    person = serializers.UUIDField(source="place.person.public_id", default=None, allow_null=True)


class OrderDetailSerializer(OrderSerializer):
    """An order with what it says of each person (`people`), and the remarks on a draft."""

    preface = serializers.CharField()
    # By language: `{"hi": {"title", "unit", "preface"}}`, as far as they are written.
    translations = serializers.JSONField()
    people = serializers.JSONField()
    findings = FindingSerializer(many=True)


class OrderRequest(serializers.Serializer):
    """Begin an order."""

    unit = serializers.CharField(max_length=160)
    number = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=250)
    effective_on = serializers.DateField()
    preface = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)
    unit_hi = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    title_hi = serializers.CharField(max_length=250, required=False, default="", allow_blank=True)
    preface_hi = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)
    copy_previous = serializers.BooleanField(default=False)


class PeopleRequest(serializers.Serializer):
    """People to be added, by their public ids."""

    people = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=2000)


class MyPostSerializer(serializers.Serializer):
    """One current posting, and what its position asks for."""

    organisation = serializers.CharField(source="held.organisation.code")
    designation = serializers.CharField(source="held.designation.name", default=None, allow_null=True)
    kind = serializers.CharField(source="held.posting.kind")
    position = PositionSerializer(source="held.position", allow_null=True)
    asked = AskedOfMeSerializer(many=True)


class MyWorkSerializer(serializers.Serializer):
    """Posting by posting, and by work order: what one's own work is."""

    posts = MyPostSerializer(many=True)
    asked_by_orders = AskedOfMeSerializer(many=True)
    orders = OrderSerializer(many=True)


@extend_schema(
    tags=["competencies"],
    parameters=[
        OpenApiParameter("q", OpenApiTypes.STR, description="words met in the name or the designation, or the code"),
        OpenApiParameter("which", OpenApiTypes.STR, description="own, inherited or below; without it, all"),
    ],
)
class PositionList(generics.ListAPIView):
    """The positions that hold in an organisation or below it. A token needs `competencies:read`."""

    serializer_class = PositionSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        with opened(request, kwargs["public_id"], READ, access.READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """The same rows as the page's."""
        if getattr(self, "swagger_fake_view", False):
            return queries.positions()
        asked = self.request.query_params
        return queries.find_positions(self.organisation, asked.get("q", "")[:100], asked.get("which", ""))


def _shown(position: Position, organisation: Any, status: int = 200) -> Response:
    row: dict[str, Any] = {
        "roles": RoleSerializer(queries.roles_of(position, organisation), many=True).data,
        "asked": AskedOfMeSerializer(queries.asked_by(position, organisation, day_in_india(now())), many=True).data,
    }
    whole = {**PositionSerializer(position).data, **row}
    return Response(ReturnDict(whole, serializer=PositionDetailSerializer()), status=status)


@extend_schema(tags=["competencies"], responses=PositionDetailSerializer)
@api_view(["GET"])
def position(request: Request, public_id: UUID, position_id: UUID) -> Response:
    """One position with its roles and what it asks for in the organisation. A token needs `competencies:read`."""
    with opened(request, public_id, READ, access.READERS) as organisation:
        return _shown(access.position_to_see(organisation, position_id), organisation)


@extend_schema(tags=["competencies"], request=RequirementRequest, responses={201: PositionDetailSerializer})
@api_view(["POST"])
def requirements(request: Request, public_id: UUID, position_id: UUID) -> Response:
    """Ask for a competency here and below, or for more of one; for administrators of the organisation."""
    with opened(request, public_id, WRITE, access.EXTENDERS) as organisation:
        found = access.position_to_extend(person_of(request), organisation, position_id)
        values = given(RequirementRequest, request)
        try:
            values["competency"] = competency(values["competency"])
        except NotFound as error:
            raise Refused(str(error), field="competency") from error
        services.require(position=found, organisation=organisation, **values, actor=person_of(request), at=now())
        return _shown(found, organisation, 201)


@extend_schema_view(
    get=extend_schema(tags=["competencies"]),
    post=extend_schema(tags=["competencies"], request=OrderRequest, responses={201: OrderDetailSerializer}),
)
class OrderList(generics.ListCreateAPIView):
    """The work orders of a subtree; POST begins one. A token needs `competencies:read`."""

    serializer_class = OrderSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        with opened(request, kwargs["public_id"], READ, access.ORDER_READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """The orders of the subtree."""
        if getattr(self, "swagger_fake_view", False):
            with everywhere():
                return WorkOrder.objects.none()
        return queries.orders_of(self.organisation)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin an order of the organisation itself; for its administrators and leaders."""
        with opened(request, kwargs["public_id"], WRITE, access.COMPOSERS) as organisation:
            values = given(OrderRequest, request)
            made = services.create_order(organisation=organisation, **values, actor=person_of(request), at=now())
            return _order(queries.order(organisation, made.public_id), 201)


def _order(found: WorkOrder, status: int = 200) -> Response:
    draft = found.state == WorkOrder.State.DRAFT
    written = list(queries.allocations_of(found)) if draft else []
    found.people = queries.entries(found, written)  # type: ignore[attr-defined]
    found.findings = queries.findings(found, written) if draft else []  # type: ignore[attr-defined]
    return Response(OrderDetailSerializer(found).data, status=status)


@extend_schema(tags=["competencies"], responses=OrderDetailSerializer)
@api_view(["GET"])
def order(request: Request, public_id: UUID, order_id: UUID) -> Response:
    """One order with what it says of each person. A token needs `competencies:read`."""
    with opened(request, public_id, READ, access.ORDER_READERS) as organisation:
        return _order(queries.order(organisation, order_id))


@extend_schema(tags=["competencies"], request=PeopleRequest, responses=OrderDetailSerializer)
@api_view(["POST"])
def order_people(request: Request, public_id: UUID, order_id: UUID) -> Response:
    """Add people to a draft, filled in from their positions; for administrators and leaders."""
    with opened(request, public_id, WRITE, access.COMPOSERS) as organisation:
        found = access.order_to_compose(person_of(request), organisation, order_id)
        try:
            people = [person(key) for key in given(PeopleRequest, request)["people"]]
        except NotFound as error:
            raise Refused(str(error), field="people") from error
        services.add_people(order=found, people=people, actor=person_of(request))
        return _order(found)


@extend_schema(tags=["competencies"], request=None, responses=OrderDetailSerializer)
@api_view(["POST"])
def order_publish(request: Request, public_id: UUID, order_id: UUID) -> Response:
    """Put a draft in force; for the leader."""
    with opened(request, public_id, WRITE, access.PUBLISHERS) as organisation:
        found = access.order_to_publish(person_of(request), organisation, order_id)
        return _order(services.publish_order(order=found, actor=person_of(request), at=now()))


@extend_schema(tags=["me"], responses=MyWorkSerializer)
@api_view(["GET"])
def my_work(request: Request) -> Response:
    """What the caller's postings and work orders are, and what they ask for."""
    caller, today = person_of(request), day_in_india(now())
    held = queries.positions_of(caller, today)
    asked = queries.asked_of(caller, today, held)
    posts = [{"held": place, "asked": [line for line in asked if line.held is place]} for place in held]
    orders = [place.order for place in queries.orders_for(caller, today)]
    alone = [line for line in asked if line.held is None]
    return Response(MyWorkSerializer({"posts": posts, "asked_by_orders": alone, "orders": orders}).data)


POSITIONS = "organisations/<uuid:public_id>/positions/"
ORDERS = "organisations/<uuid:public_id>/orders/"
ORDER = f"{ORDERS}<uuid:order_id>/"

urlpatterns = [
    path("me/work/", my_work, name="api_my_work"),
    path(POSITIONS, PositionList.as_view(), name="api_positions"),
    path(f"{POSITIONS}<uuid:position_id>/", position, name="api_position"),
    path(f"{POSITIONS}<uuid:position_id>/requirements/", requirements, name="api_position_requirements"),
    path(ORDERS, OrderList.as_view(), name="api_orders"),
    path(ORDER, order, name="api_order"),
    path(f"{ORDER}people/", order_people, name="api_order_people"),
    path(f"{ORDER}publish/", order_publish, name="api_order_publish"),
]
