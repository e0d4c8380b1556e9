"""Certificates over the API: a learner's own, an organisation's, and whether one holds, for everybody."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from courses.certificates import queries
from courses.certificates.limits import SECONDS, too_many
from courses.certificates.models import Certificate
from courses.certificates.serials import normalised
from courses.learning.api import LearnerBrief, OfAnOrganisation, OrganisationBrief, described, person
from igot.kernel.errors import NotFound


class CertificateSerializer(serializers.Serializer):
    """A certificate: what it says (`claims`), its state, and the signed form of the claims (JWS, Ed25519)."""

    id = serializers.UUIDField(source="public_id")
    serial = serializers.CharField()
    state = serializers.CharField(help_text="issued, suspended, revoked or superseded")
    issued_at = serializers.DateTimeField()
    course = serializers.UUIDField(source="course.public_id")
    enrolment = serializers.UUIDField(source="enrolment.public_id")
    claims = serializers.DictField(source="snapshot")
    signed = serializers.CharField()
    is_drawn = serializers.SerializerMethodField()

    def get_is_drawn(self, row: Certificate) -> bool:
        """Whether the PDF is there."""
        return bool(row.pdf)


class LearnerCertificateSerializer(CertificateSerializer):
    """A certificate of somebody who served in the subtree when they earned it."""

    learner = LearnerBrief()
    organisation = OrganisationBrief(source="organisation_at")


class CertificateFilter(filters.FilterSet):
    """By state, course, and when."""

    course = filters.UUIDFilter(field_name="course__public_id")
    since = filters.IsoDateTimeFilter(field_name="issued_at", lookup_expr="gte")
    state = filters.ChoiceFilter(choices=Certificate.State.choices)


@extend_schema(tags=["learning"])
class CertificateList(OfAnOrganisation):
    """The certificates of a subtree."""

    serializer_class = LearnerCertificateSerializer
    filterset_class = CertificateFilter

    def get_queryset(self) -> QuerySet[Certificate]:
        """By where the holders served then."""
        return queries.none() if described(self) else queries.certificates_in(self.organisation)


@extend_schema(tags=["me"])
class MyCertificates(generics.ListAPIView):
    """My certificates."""

    serializer_class = CertificateSerializer
    filterset_class = CertificateFilter

    def get_queryset(self) -> QuerySet[Certificate]:
        """My own."""
        return queries.none() if described(self) else queries.certificates_of(person(self.request)).order_by()


class VerificationSerializer(serializers.Serializer):
    """What anybody may know of a certificate. Rely on it only when `holds` is true."""

    serial = serializers.CharField()
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    reason = serializers.CharField(allow_blank=True, help_text="why it was suspended or revoked")
    changed_at = serializers.DateTimeField(allow_null=True)
    superseded_by = serializers.CharField(allow_blank=True, help_text="serial of the newer certificate")
    signature_is_genuine = serializers.BooleanField(source="genuine", help_text="our signature fits the claims")
    holds = serializers.BooleanField()
    claims = serializers.DictField()


@extend_schema(tags=["certificates"], responses=VerificationSerializer)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def verification(request: Request, serial: str) -> Response:
    """Whether a certificate holds: its claims, its state, our signature. Public; 30 look-ups a minute per address."""
    known = normalised(serial)
    if known is None:
        text = _(
            "This is not a certificate number: a character is missing or mistyped. Compare it with the certificate."
        )
        raise NotFound(text, code="not_a_serial")
    if too_many(request):
        raise Throttled(wait=SECONDS)
    found = queries.verification(known)
    if found is None:
        raise NotFound
    return Response(VerificationSerializer(found).data, headers={"X-Robots-Tag": "noindex"})


urlpatterns: list[Any] = [
    path("certificates/<str:serial>/verification/", verification, name="api_verification"),
    path("me/certificates/", MyCertificates.as_view(), name="api_my_certificates"),
    path("organisations/<uuid:public_id>/certificates/", CertificateList.as_view(), name="api_certificates"),
]
