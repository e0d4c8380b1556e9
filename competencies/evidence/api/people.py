"""Passbooks and ratings of others, and the claims and levels of an organisation's people."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.evidence import access, queries, services
from competencies.evidence.api.given import RatingRequest, checked
from competencies.evidence.api.own import competency_given, passbook_of
from competencies.evidence.api.shown import (
    AttainmentSerializer,
    ClaimSerializer,
    PassbookSerializer,
    RatingSerializer,
)
from competencies.evidence.models import Attainment, Claim
from igot.accounts.access import organisation_for_api
from igot.accounts.api import person_of
from igot.kernel.clock import now
from igot.kernel.errors import Denied
from igot.kernel.tenancy import subtree


@extend_schema(responses=PassbookSerializer, tags=["competencies"])
@api_view(["GET"])
def person_passbook(request: Request, public_id: UUID) -> Response:
    """A person's passbook, for their supervisor, the assessors and the readers of their organisation."""
    person = access.passbook_for_api(person_of(request), public_id)
    with subtree(person.organisation):
        return Response(PassbookSerializer(passbook_of(person)).data)


@extend_schema(methods=["GET"], responses=RatingSerializer(many=True), tags=["competencies"])
@extend_schema(methods=["POST"], request=RatingRequest, responses={201: RatingSerializer}, tags=["competencies"])
@api_view(["GET", "POST"])
def person_ratings(request: Request, public_id: UUID) -> Response:
    """Every rating of a person, newest first, for those who may attest; POST attests."""
    user = person_of(request)
    person = access.passbook_for_api(user, public_id)
    relation = access.relation_to(user, person)
    if relation is None:
        raise Denied()
    with subtree(person.organisation):
        if request.method == "GET":
            return Response(RatingSerializer(queries.ratings_of(person), many=True).data)
        values = checked(RatingRequest, request)
        made = services.attest(
            learner=person,
            competency=competency_given(values),
            **values,
            relation=relation,
            actor=user,
            at=now(),
        )
        return Response(RatingSerializer(made).data, status=201)


class OfOrganisation(generics.ListAPIView):
    """A list within an organisation's scope."""

    filter_backends: list[Any] = []
    roles: tuple[str, ...] = ()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read within the organisation's scope."""
        self.organisation = organisation_for_api(
            request, kwargs["public_id"], scopes=("competencies:read",), roles=self.roles
        )
        with subtree(self.organisation):
            return super().list(request, *args, **kwargs)


@extend_schema(tags=["competencies"])
class AttainmentList(OfOrganisation):
    """The levels held in a subtree, person by person, for a token with `competencies:read` or whoever acts for these
    people: others may look at one passbook after the other, and read of many in numbers.
    """

    serializer_class = AttainmentSerializer
    roles = access.NAME_READERS

    def get_queryset(self) -> QuerySet[Attainment]:
        """With whose and of what."""
        return queries.attainments_of(self.organisation)


@extend_schema(tags=["competencies"])
class ClaimList(OfOrganisation):
    """The submitted claims of a subtree's people, for its assessors; `?state=` narrows. No token may read them."""

    serializer_class = ClaimSerializer
    roles = access.ASSESSORS

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read by people only: documents and reasons are for those who decide."""
        person_of(request)
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Claim]:
        """Never drafts."""
        return queries.claims_in(self.organisation, self.request.query_params.get("state", "")).order_by("pk")
