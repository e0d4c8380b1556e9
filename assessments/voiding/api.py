"""The attempts of an organisation's people over the API: listed, and voided by those who administer it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.attempts.models import Attempt
from assessments.voiding import queries, services
from assessments.voiding.access import ADMINISTRATORS, attempt_to_void
from igot.accounts.access import organisation_for_api
from igot.kernel.clock import now
from igot.kernel.tenancy import subtree


class AttemptOfPersonSerializer(serializers.Serializer):
    """An attempt: who, at what, when and how it ended; never the answers."""

    public_id = serializers.UUIDField()
    learner = serializers.UUIDField(source="learner.public_id")
    name = serializers.CharField(source="learner.name")
    organisation = serializers.UUIDField(source="organisation.public_id")
    title = serializers.CharField(source="version.title")
    paper_version = serializers.UUIDField(source="version.public_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Attempt.State.choices)
    started_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    percent = serializers.DecimalField(5, 2, allow_null=True)
    passed = serializers.BooleanField(allow_null=True)
    voided = serializers.SerializerMethodField()

    def get_voided(self, row: Attempt) -> dict[str, Any] | None:
        """When and why it was voided, and whether another was `granted`; null where it was not."""
        return row.result.get("voided")  # type: ignore[no-any-return]


class VoidRequest(serializers.Serializer):
    """`grant_another`: the attempt does not use up one of those that the paper allows."""

    reason = serializers.CharField(max_length=services.LONGEST_REASON)
    grant_another = serializers.BooleanField(default=True)


@extend_schema(tags=["assessments"])
class AttemptList(generics.ListAPIView):
    """The attempts of those who serve in the subtree now."""

    serializer_class = AttemptOfPersonSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For those who administer it, and for tokens with `learning:read`."""
        self.organisation = organisation_for_api(
            request, kwargs["public_id"], scopes=("learning:read",), roles=ADMINISTRATORS
        )
        with subtree(self.organisation):
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Attempt]:
        """All, or those in one `state`."""
        given = self.request.query_params
        return queries.attempts_in(self.organisation, given.get("q", "")[:100], given.get("state", "")).order_by()


@extend_schema(tags=["assessments"], request=VoidRequest, responses=AttemptOfPersonSerializer)
@api_view(["POST"])
def voiding(request: Request, public_id: UUID, attempt_id: UUID) -> Response:
    """Void an attempt. No token does this: people decide it."""
    organisation = organisation_for_api(request, public_id, scopes=("learning:write",), roles=ADMINISTRATORS)
    with subtree(organisation):
        found = attempt_to_void(organisation, attempt_id)
        given = VoidRequest(data=request.data)
        given.is_valid(raise_exception=True)
        services.void_attempt(attempt=found, actor=request.user, at=now(), **given.validated_data)  # type: ignore[arg-type]
        return Response(AttemptOfPersonSerializer(attempt_to_void(organisation, attempt_id)).data)


ATTEMPTS = "organisations/<uuid:public_id>/attempts/"

urlpatterns = [
    path(ATTEMPTS, AttemptList.as_view(), name="api_attempts"),
    path(f"{ATTEMPTS}<uuid:attempt_id>/voiding/", voiding, name="api_attempt_voiding"),
]
