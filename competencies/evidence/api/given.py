"""What programs hand in."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


class SelfAssessmentRequest(serializers.Serializer):
    """Say at which level one works."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)
    note = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


class RatingRequest(serializers.Serializer):
    """Attest a level."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=2000)


class ClaimRequest(serializers.Serializer):
    """Claim a level."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=250)
    issuer = serializers.CharField(max_length=250)
    earned_on = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    description = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)


class DocumentRequest(serializers.Serializer):
    """A document, as multipart form data."""

    file = serializers.FileField()


class CheckRequest(serializers.Serializer):
    """Open a workplace check about a person (by default oneself)."""

    competency = serializers.UUIDField()
    person = serializers.UUIDField(required=False)


class AnswersRequest(serializers.Serializer):
    """Three levels, in the order of the questions; 0 is "I cannot say"."""

    levels = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=3, max_length=3)


class DisputeRequest(serializers.Serializer):
    """Say what is wrong with a piece of evidence."""

    reason = serializers.CharField(max_length=2000)


class DisputeDecisionRequest(serializers.Serializer):
    """Decide an objection, with the reasons."""

    upheld = serializers.BooleanField()
    decision = serializers.CharField(max_length=2000)


class ClaimDecisionRequest(serializers.Serializer):
    """Verify a claim (`level`: by default the one claimed), or send it back, which needs a comment."""

    verified = serializers.BooleanField()
    level = serializers.IntegerField(min_value=1, required=False)
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    comment = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


def checked(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was handed in, once it has the right form; else 422 by field."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
