"""One's own passbook, self-assessments, claims and workplace checks."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.evidence import access, queries, services
from competencies.evidence.api.given import (
    AnswersRequest,
    CheckRequest,
    ClaimRequest,
    DocumentRequest,
    SelfAssessmentRequest,
    checked,
)
from competencies.evidence.api.shown import (
    CheckSerializer,
    ClaimSerializer,
    DocumentSerializer,
    PassbookSerializer,
    SelfAssessmentSerializer,
)
from competencies.framework import queries as framework
from competencies.framework.models import Competency
from igot.accounts.api import person_of
from igot.accounts.models import User
from igot.kernel.api.reading import StrictParser
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.tenancy import subtree


def passbook_of(user: User) -> dict[str, Any]:
    """What a person holds, what their work asks, and what lies between; in the open scope."""
    work = queries.work_of(user)
    position = next((one.posting.position for one in work if one.posting and one.posting.position), None)
    return {
        "position": position,
        "holdings": queries.passbook(user),
        "gaps": queries.with_offers(user, queries.gaps(user, work)),
        "work": work,
    }


def competency_given(values: dict[str, Any]) -> Competency:
    """The competency that was named. Raises Refused (`competency`)."""
    try:
        return framework.competency(values.pop("competency"))
    except NotFound as error:
        raise Refused(str(error), field="competency") from error


@extend_schema(responses=PassbookSerializer, tags=["me"])
@api_view(["GET"])
def my_passbook(request: Request) -> Response:
    """What I hold, what my work asks, and what lies between."""
    user = person_of(request)
    with subtree(user.organisation):
        return Response(PassbookSerializer(passbook_of(user)).data)


@extend_schema(methods=["GET"], responses=SelfAssessmentSerializer(many=True), tags=["me"])
@extend_schema(methods=["POST"], request=SelfAssessmentRequest, responses={201: SelfAssessmentSerializer}, tags=["me"])
@api_view(["GET", "POST"])
def my_self_assessments(request: Request) -> Response:
    """What I last said of myself, per competency; POST says it."""
    user = person_of(request)
    with subtree(user.organisation):
        if request.method == "GET":
            return Response(SelfAssessmentSerializer(queries.self_assessments(user).values(), many=True).data)
        values = checked(SelfAssessmentRequest, request)
        made = services.assess_oneself(learner=user, competency=competency_given(values), **values, at=now())
        return Response(SelfAssessmentSerializer(made).data, status=201)


@extend_schema(methods=["GET"], responses=ClaimSerializer(many=True), tags=["me"])
@extend_schema(methods=["POST"], request=ClaimRequest, responses={201: ClaimSerializer}, tags=["me"])
@api_view(["GET", "POST"])
def my_claims(request: Request) -> Response:
    """My claims of prior learning; POST begins one."""
    user = person_of(request)
    with subtree(user.organisation):
        if request.method == "GET":
            return Response(ClaimSerializer(queries.claims_of(user), many=True).data)
        values = checked(ClaimRequest, request)
        made = services.draft_claim(learner=user, competency=competency_given(values), **values, at=now())
        return Response(ClaimSerializer(queries.claim(made.public_id)).data, status=201)


@extend_schema(request={"multipart/form-data": DocumentRequest}, responses={201: DocumentSerializer}, tags=["me"])
@api_view(["POST"])
@parser_classes([MultiPartParser, StrictParser])
def my_claim_documents(request: Request, public_id: UUID) -> Response:
    """Add a document to a claim that is not on its way."""
    user = person_of(request)
    claim = access.claim_to_own(user, public_id)
    with subtree(user.organisation):
        made = services.add_document(claim=claim, file=checked(DocumentRequest, request)["file"], at=now())
    return Response(DocumentSerializer(made).data, status=201)


@extend_schema(request=None, responses=ClaimSerializer, tags=["me"])
@api_view(["POST"])
def my_claim_submit(request: Request, public_id: UUID) -> Response:
    """Ask that a claim be verified."""
    user = person_of(request)
    claim = access.claim_to_own(user, public_id)
    with subtree(user.organisation):
        services.submit_claim(claim=claim, at=now())
        return Response(ClaimSerializer(queries.claim(public_id)).data)


@extend_schema(methods=["GET"], responses=CheckSerializer(many=True), tags=["me"])
@extend_schema(methods=["POST"], request=CheckRequest, responses={201: CheckSerializer}, tags=["me"])
@api_view(["GET", "POST"])
def my_checks(request: Request) -> Response:
    """The workplace checks about me, opened by me, and those that wait for my answer; POST opens one."""
    user = person_of(request)
    if request.method == "GET":
        waiting = [invitation.check_of for invitation in queries.waiting_for_answer(user, now())]
        known = list(queries.checks_of(user))
        rows = known + [one for one in waiting if one not in known]
        return Response(CheckSerializer(rows, many=True).data)
    values = checked(CheckRequest, request)
    person = access.person_to_check(user, values.get("person", user.public_id))
    with subtree(person.organisation):
        made = services.open_check(learner=person, competency=competency_given(values), actor=user, at=now())
        return Response(CheckSerializer(queries.check(made.public_id)).data, status=201)


@extend_schema(request=AnswersRequest, responses={204: None}, tags=["me"])
@api_view(["POST"])
def check_answers(request: Request, public_id: UUID) -> Response:
    """Answer the three questions of a workplace check; kept without a name."""
    invitation = access.check_to_answer(person_of(request), public_id)
    with subtree(invitation.check_of.organisation):
        services.answer_check(invitation=invitation, levels=checked(AnswersRequest, request)["levels"], at=now())
    return Response(status=204)
