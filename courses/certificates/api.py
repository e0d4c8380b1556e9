"""Certificates over the API: a learner's own, and an organisation's."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers

from courses.certificates import queries
from courses.certificates.models import Certificate
from courses.learning.api import LearnerBrief, OfAnOrganisation, OrganisationBrief, described, person


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


urlpatterns: list[Any] = [
    path("me/certificates/", MyCertificates.as_view(), name="api_my_certificates"),
    path("organisations/<uuid:public_id>/certificates/", CertificateList.as_view(), name="api_certificates"),
]
