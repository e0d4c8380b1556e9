"""Plans over the API: read by systems and people of an organisation, written by people with the role."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from capacity_plans.plans import access, queries, services
from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from courses.catalogue.queries import course_in
from igot.accounts.access import organisation_for_api
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.tenancy import everywhere, subtree
from igot.organisations.models import Organisation

READ = ("plans:read",)
# No token carries it: plans are written by people.
WRITE = ("plans:write",)


class PlanOrganisation(serializers.Serializer):
    """Whose plan it is."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class PlanItemSerializer(serializers.Serializer):
    """One course that is asked for. `key` is the same in every version."""

    key = serializers.UUIDField()
    course = serializers.UUIDField(source="course.public_id")
    title = serializers.CharField(source="course.current.title")
    need = serializers.ChoiceField(choices=PlanItem.Need.choices)
    label = serializers.ChoiceField(choices=PlanItem.Label.choices)  # type: ignore[assignment]
    due_on = serializers.DateField()
    apar_relevant = serializers.BooleanField()
    counts_earlier = serializers.BooleanField()
    audience = serializers.JSONField()
    reason = serializers.CharField()


class PlanVersionSerializer(serializers.Serializer):
    """Edition n of a plan."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=PlanVersion.State.choices)
    objectives = serializers.CharField()
    order_number = serializers.CharField()
    order_date = serializers.DateField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    materialised_at = serializers.DateTimeField(allow_null=True)


class PlanSerializer(serializers.Serializer):
    """A plan with its versions; `year` is the one the financial year begins in."""

    id = serializers.UUIDField(source="public_id")
    organisation = PlanOrganisation()
    year = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Plan.Kind.choices)
    title = serializers.CharField()
    translations = serializers.JSONField()
    in_force = serializers.IntegerField(source="current.number", allow_null=True, default=None)
    versions = PlanVersionSerializer(many=True, source="versions.all")


class PlanDetailSerializer(PlanSerializer):
    """A plan with the items of its newest version."""

    items = serializers.SerializerMethodField()

    @extend_schema(responses=PlanItemSerializer(many=True))
    def get_items(self, plan: Plan) -> list[dict[str, Any]]:
        """Of the version in the making, else of the newest."""
        return PlanItemSerializer(queries.items_of(queries.newest(plan)), many=True).data  # type: ignore[return-value]


class PlanRequest(serializers.Serializer):
    """Begin a plan."""

    year = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Plan.Kind.choices, default=Plan.Kind.ANNUAL)
    title = serializers.CharField(max_length=200)
    translations = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField()), required=False, default=dict
    )
    objectives = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)


class PlanItemRequest(serializers.Serializer):
    """Ask for a course. `audience` is a rule: everyone, designation, group, organisation, people, all, any."""

    course = serializers.UUIDField()
    need = serializers.ChoiceField(choices=PlanItem.Need.choices, default=PlanItem.Need.MANDATORY)
    label = serializers.ChoiceField(choices=PlanItem.Label.choices, default=PlanItem.Label.MINISTRY)  # type: ignore[assignment]
    due_on = serializers.DateField()
    apar_relevant = serializers.BooleanField(default=False)
    counts_earlier = serializers.BooleanField(default=True)
    audience = serializers.JSONField()
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class PlanPublishRequest(serializers.Serializer):
    """The office order."""

    order_number = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    order_date = serializers.DateField(required=False, allow_null=True, default=None)


class PlanFilter(filters.FilterSet):
    """By financial year and kind."""

    year = filters.NumberFilter(field_name="year")
    kind = filters.ChoiceFilter(choices=Plan.Kind.choices)


@contextmanager
def opened(
    request: Request, public_id: UUID, scopes: tuple[str, ...], roles: tuple[str, ...]
) -> Iterator[Organisation]:
    """The door to an organisation, and its tenancy."""
    organisation = organisation_for_api(request, public_id, scopes=scopes, roles=roles)
    with subtree(organisation):
        yield organisation


def _checked(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _shown(plan: Plan, status: int = 200) -> Response:
    return Response(PlanDetailSerializer(queries.plan_by_id(plan.public_id)).data, status=status)


@extend_schema_view(
    get=extend_schema(tags=["plans"]),
    post=extend_schema(tags=["plans"], request=PlanRequest, responses={201: PlanDetailSerializer}),
)
class PlanList(generics.ListCreateAPIView):
    """The plans of a subtree; POST begins one for the organisation itself."""

    serializer_class = PlanSerializer
    filterset_class = PlanFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope; tokens need `plans:read`."""
        with opened(request, kwargs["public_id"], READ, access.READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Plan]:
        """The plans of the subtree."""
        if getattr(self, "swagger_fake_view", False):
            with everywhere():
                return Plan.objects.none()
        return queries.plans_within(self.organisation)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin a plan; for plan managers."""
        with opened(request, kwargs["public_id"], WRITE, access.WRITERS) as organisation:
            values = _checked(PlanRequest, request)
            version = services.draft_plan(organisation=organisation, actor=request.user, at=now(), **values)
            return _shown(version.plan, 201)


@extend_schema(tags=["plans"], responses=PlanDetailSerializer)
@api_view(["GET"])
def plan_detail(request: Request, public_id: UUID, plan_id: UUID) -> Response:
    """One plan with its items."""
    with opened(request, public_id, READ, access.READERS) as organisation:
        return _shown(access.plan_to_see(organisation, plan_id))


@extend_schema(tags=["plans"], request=PlanItemRequest, responses={201: PlanItemSerializer})
@api_view(["POST"])
def plan_items(request: Request, public_id: UUID, plan_id: UUID) -> Response:
    """Ask for one course more in the version in the making; for plan managers."""
    with opened(request, public_id, WRITE, access.WRITERS) as organisation:
        version = queries.newest(access.plan_to_see(organisation, plan_id))
        values = _checked(PlanItemRequest, request)
        try:
            values["course"] = course_in(organisation, values["course"])
        except NotFound as error:
            raise Refused(str(error), field="course") from error
        item = services.add_item(version=version, actor=request.user, at=now(), **values)
        return Response(PlanItemSerializer(item).data, status=201)


@extend_schema(tags=["plans"], request=None, responses=PlanDetailSerializer)
@api_view(["POST"])
def plan_submit(request: Request, public_id: UUID, plan_id: UUID) -> Response:
    """Give the version in the making to the Commission; for plan managers. A second time it does nothing."""
    with opened(request, public_id, WRITE, access.WRITERS) as organisation:
        plan = access.plan_to_see(organisation, plan_id)
        services.submit_plan(version=queries.newest(plan), actor=request.user, at=now())
        return _shown(plan)


@extend_schema(tags=["plans"], request=PlanPublishRequest, responses=PlanDetailSerializer)
@api_view(["POST"])
def plan_publish(request: Request, public_id: UUID, plan_id: UUID) -> Response:
    """Put the approved version into force; for the leader. A second time it does nothing."""
    with opened(request, public_id, WRITE, access.PUBLISHERS) as organisation:
        plan = access.plan_to_see(organisation, plan_id)
        values = _checked(PlanPublishRequest, request)
        services.publish_plan(version=queries.newest(plan), actor=request.user, at=now(), **values)
        return _shown(plan)


PLANS = "organisations/<uuid:public_id>/plans/"
PLAN = f"{PLANS}<uuid:plan_id>/"

urlpatterns = [
    path(PLANS, PlanList.as_view(), name="api_plans"),
    path(PLAN, plan_detail, name="api_plan"),
    path(f"{PLAN}items/", plan_items, name="api_plan_items"),
    path(f"{PLAN}submit/", plan_submit, name="api_plan_submit"),
    path(f"{PLAN}publish/", plan_publish, name="api_plan_publish"),
]
