"""Assignments over the API: a learner's own, and an organisation's for its administrators and systems."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from capacity_plans.assignments import queries
from capacity_plans.plans.access import NAME_READERS
from capacity_plans.plans.api import READ, PlanOrganisation, opened
from capacity_plans.plans.models import PlanAssignment
from igot.accounts.access import Role
from igot.accounts.api import person_of
from igot.kernel.tenancy import everywhere

READERS = (*NAME_READERS, Role.AUDITOR)


class AssignedCourse(serializers.Serializer):
    """What is asked."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = serializers.CharField(source="current.title")


class AssigningPlan(serializers.Serializer):
    """By which plan."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    year = serializers.IntegerField()


class AssignedLearner(serializers.Serializer):
    """Of whom."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    email = serializers.EmailField()


class AssignmentSerializer(serializers.Serializer):
    """One obligation; `reasons` name the version and what in its audience rule matched."""

    id = serializers.UUIDField(source="public_id")
    plan = AssigningPlan()
    item = serializers.UUIDField(source="item_key")
    course = AssignedCourse()
    need = serializers.CharField(source="item.need")
    label = serializers.CharField(source="item.label")  # type: ignore[assignment]
    apar_relevant = serializers.BooleanField(source="item.apar_relevant")
    state = serializers.ChoiceField(choices=PlanAssignment.State.choices)
    due_on = serializers.DateField()
    reasons = serializers.JSONField()
    assigned_at = serializers.DateTimeField()
    met_at = serializers.DateTimeField(allow_null=True)
    lapsed_at = serializers.DateTimeField(allow_null=True)


class OrganisationAssignmentSerializer(AssignmentSerializer):
    """An obligation of somebody in the subtree."""

    learner = AssignedLearner()
    organisation = PlanOrganisation()


class AssignmentFilter(filters.FilterSet):
    """By state, course, plan, and due date."""

    state = filters.ChoiceFilter(choices=PlanAssignment.State.choices)
    course = filters.UUIDFilter(field_name="course__public_id")
    plan = filters.UUIDFilter(field_name="plan__public_id")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lte")
    due_after = filters.DateFilter(field_name="due_on", lookup_expr="gte")


@extend_schema(tags=["plans"])
class AssignmentList(generics.ListAPIView):
    """The assignments of a subtree under its own plans; tokens need `plans:read`."""

    serializer_class = OrganisationAssignmentSerializer
    filterset_class = AssignmentFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        with opened(request, kwargs["public_id"], READ, READERS) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[PlanAssignment]:
        """The rows, with what the answer shows of them."""
        if getattr(self, "swagger_fake_view", False):
            with everywhere():
                return PlanAssignment.objects.none()
        return queries.assignments_within(self.organisation)


@extend_schema(tags=["me"])
class MyAssignmentList(generics.ListAPIView):
    """What I am and was asked to learn."""

    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet[PlanAssignment]:
        """The caller's own."""
        if getattr(self, "swagger_fake_view", False):
            with everywhere():
                return PlanAssignment.objects.none()
        return queries.own(person_of(self.request))


urlpatterns = [
    path("organisations/<uuid:public_id>/assignments/", AssignmentList.as_view(), name="api_assignments"),
    path("me/assignments/", MyAssignmentList.as_view(), name="api_my_assignments"),
]
