"""How far an organisation is with a plan, over the API: the leader's table."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from capacity_plans.monitoring import queries
from capacity_plans.monitoring.access import part_to_see
from capacity_plans.plans import access
from capacity_plans.plans.api import PLAN, READ, PlanOrganisation, opened


class ProgressRowSerializer(serializers.Serializer):
    """One organisation with everything below it. Percentages are whole, rounded down."""

    organisation = PlanOrganisation()
    has_below = serializers.BooleanField(help_text="whether `in` leads further down")
    people = serializers.IntegerField(source="row.people")
    people_done = serializers.IntegerField(source="row.people_done")
    percent = serializers.IntegerField(help_text="people done, of all who are asked")
    assigned = serializers.IntegerField(source="row.assigned")
    in_progress = serializers.IntegerField(source="row.in_progress")
    met = serializers.IntegerField(source="row.met")
    waived = serializers.IntegerField(source="row.waived")
    overdue = serializers.IntegerField(source="row.overdue")
    percent_settled = serializers.IntegerField(help_text="assignments done or exempt, of all that count")
    counted_at = serializers.DateTimeField(source="row.counted_at", allow_null=True)


class DefinitionSerializer(serializers.Serializer):
    """What the numbers mean, in the reader's language."""

    people_done = serializers.CharField()
    assignments = serializers.CharField()
    overdue = serializers.CharField()


class ProgressSerializer(serializers.Serializer):
    """The roll-up; `whole` is null and `below` empty before the first count. `as_of` is the oldest count shown."""

    plan = serializers.UUIDField()
    as_of = serializers.DateTimeField(allow_null=True)
    is_being_counted = serializers.BooleanField()
    definition = DefinitionSerializer()
    whole = ProgressRowSerializer(allow_null=True)
    below = ProgressRowSerializer(many=True)


def _definition() -> dict[str, str]:
    """The words under the leader's table."""
    return {
        "people_done": _(
            "People of the organisation and everything below it whose every mandatory item is done or exempt; people "
            "who were only recommended courses, when all of those are."
        ),
        "assignments": _("Assignments: one person asked for one course. What has lapsed is not counted."),
        "overdue": _(
            "Mandatory assignments still open after the end of their due date, Indian time, on the day of the count."
        ),
    }


@extend_schema(
    tags=["plans"],
    responses=ProgressSerializer,
    parameters=[OpenApiParameter("in", OpenApiTypes.STR, description="short name of an organisation below, to go to")],
)
@api_view(["GET"])
def plan_progress(request: Request, public_id: UUID, plan_id: UUID) -> Response:
    """How far the organisation is with a plan, and those directly below it. Tokens need `plans:read`."""
    with opened(request, public_id, READ, access.READERS) as organisation:
        plan = access.plan_to_see(organisation, plan_id)
        part = part_to_see(organisation, request.query_params.get("in", ""))
        report = queries.progress_by_organisation(plan, part)
        body: dict[str, Any] = {
            "plan": plan.public_id,
            "as_of": report.as_of if report else None,
            "is_being_counted": report.is_being_counted if report else plan.current_id is not None,
            "definition": _definition(),
            "whole": report.whole if report else None,
            "below": report.below if report else [],
        }
        return Response(ProgressSerializer(body).data)


urlpatterns = [path(f"{PLAN}progress/", plan_progress, name="api_plan_progress")]
