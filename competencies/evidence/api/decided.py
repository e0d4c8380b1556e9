"""Objections to evidence, and what assessors decide on objections and claims."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.evidence import access, queries, services
from competencies.evidence.api.given import ClaimDecisionRequest, DisputeDecisionRequest, DisputeRequest, checked
from competencies.evidence.api.people import OfOrganisation
from competencies.evidence.api.shown import ClaimSerializer, DisputeSerializer
from competencies.evidence.models import Dispute
from igot.accounts.access import organisation_for_api
from igot.accounts.api import person_of
from igot.kernel.clock import now
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation

DECIDED = OpenApiParameter("decided", OpenApiTypes.STR, enum=["1"], description="those that were decided, instead")


@extend_schema(request=DisputeRequest, responses={201: DisputeSerializer}, tags=["competencies"])
@api_view(["POST"])
def evidence_disputes(request: Request, public_id: UUID) -> Response:
    """Object to a piece of evidence: one's own, or that of somebody whose levels one may attest."""
    user = person_of(request)
    evidence = access.evidence_to_dispute(user, public_id)
    with subtree(evidence.organisation):
        made = services.dispute(evidence=evidence, **checked(DisputeRequest, request), actor=user, at=now())
        return Response(DisputeSerializer(queries.dispute(made.public_id)).data, status=201)


@extend_schema(tags=["competencies"], parameters=[DECIDED])
class DisputeList(OfOrganisation):
    """The objections that wait for an assessor of a subtree. No token may read them."""

    serializer_class = DisputeSerializer
    roles = access.ASSESSORS

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read by people only: reasons are for those who decide."""
        person_of(request)
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Dispute]:
        """Open ones, or those that were decided."""
        decided = self.request.query_params.get("decided") == "1"
        return queries.disputes_in(self.organisation, open_only=not decided).order_by("pk")


@extend_schema(request=DisputeDecisionRequest, responses=DisputeSerializer, tags=["competencies"])
@api_view(["POST"])
def dispute_decision(request: Request, public_id: UUID, dispute_id: UUID) -> Response:
    """Decide an objection, as an assessor who takes no part in it. Upheld, that piece counts no longer."""
    user, organisation = person_of(request), _opened(request, public_id)
    with subtree(organisation):
        found = access.dispute_to_decide(organisation, dispute_id)
        values = checked(DisputeDecisionRequest, request)
        services.decide_dispute(dispute=found, **values, actor=user, at=now())
        return Response(DisputeSerializer(queries.dispute(dispute_id)).data)


@extend_schema(request=ClaimDecisionRequest, responses=ClaimSerializer, tags=["competencies"])
@api_view(["POST"])
def claim_decision(request: Request, public_id: UUID, claim_id: UUID) -> Response:
    """Verify a claim at the level claimed or below it, or send it back with a comment."""
    user, organisation = person_of(request), _opened(request, public_id)
    with subtree(organisation):
        found = access.claim_to_verify(organisation, claim_id)
        values = checked(ClaimDecisionRequest, request)
        if values.pop("verified"):
            services.verify_claim(claim=found, **{"level": found.level, **values}, actor=user, at=now())
        else:
            services.return_claim(claim=found, comment=values["comment"], actor=user, at=now())
        return Response(ClaimSerializer(queries.claim(claim_id)).data)


def _opened(request: Request, public_id: UUID) -> Organisation:
    return organisation_for_api(request, public_id, scopes=(), roles=access.ASSESSORS)
