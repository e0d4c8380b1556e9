"""What the endpoints of papers take and give."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.papers import queries
from assessments.papers.models import PaperVersion


class PaperItemSerializer(serializers.Serializer):
    """A question's version, and its marks."""

    question = serializers.UUIDField(source="question.public_id")
    marks = serializers.DecimalField(6, 2)


class PaperSectionSerializer(serializers.Serializer):
    """A part of a paper."""

    title = serializers.CharField(allow_blank=True)
    cut_off_percent = serializers.DecimalField(5, 2)
    translations = serializers.JSONField()
    items = PaperItemSerializer(many=True, source="items.all")


class PaperLineSerializer(serializers.Serializer):
    """A paper in its newest version; `version` is what a course's assessment names."""

    public_id = serializers.UUIDField(source="paper.public_id")
    version = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=PaperVersion.State.choices)
    title = serializers.CharField()


class PaperSerializer(PaperLineSerializer):
    """A paper in its newest version, with its sections and questions."""

    instructions = serializers.CharField(allow_blank=True)
    minutes = serializers.IntegerField(allow_null=True)
    attempts_allowed = serializers.IntegerField()
    cool_down_hours = serializers.IntegerField()
    pass_by = serializers.ChoiceField(choices=PaperVersion.PassBy.choices)
    pass_percent = serializers.DecimalField(5, 2)
    negative_percent = serializers.DecimalField(5, 2)
    partial_credit = serializers.BooleanField()
    shuffle = serializers.BooleanField()
    review = serializers.ChoiceField(choices=PaperVersion.Review.choices)
    translations = serializers.JSONField()
    published_at = serializers.DateTimeField(allow_null=True)
    sections = serializers.SerializerMethodField()

    @extend_schema_field(PaperSectionSerializer(many=True))
    def get_sections(self, version: PaperVersion) -> Any:
        """In their order."""
        return PaperSectionSerializer(queries.sections_of(version), many=True).data


class PaperRequest(serializers.Serializer):
    """A paper's settings; `minutes` null means no limit."""

    title = serializers.CharField(max_length=200)
    instructions = serializers.CharField(required=False, allow_blank=True)
    minutes = serializers.IntegerField(required=False, allow_null=True)
    attempts_allowed = serializers.IntegerField(required=False)
    cool_down_hours = serializers.IntegerField(required=False)
    pass_by = serializers.ChoiceField(choices=PaperVersion.PassBy.choices, required=False)
    pass_percent = serializers.DecimalField(5, 2, required=False)
    negative_percent = serializers.DecimalField(5, 2, required=False)
    partial_credit = serializers.BooleanField(required=False)
    shuffle = serializers.BooleanField(required=False)
    review = serializers.ChoiceField(choices=PaperVersion.Review.choices, required=False)
    translations = serializers.DictField(child=serializers.DictField(), required=False)


class PaperItemRequest(serializers.Serializer):
    """A question's `version` of the own bank, and its marks."""

    question = serializers.UUIDField()
    marks = serializers.DecimalField(6, 2, required=False, default=Decimal(1))


class SectionRequest(serializers.Serializer):
    """A part of a paper."""

    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    cut_off_percent = serializers.DecimalField(5, 2, required=False, default=Decimal(0))
    translations = serializers.DictField(child=serializers.DictField(), required=False, default=dict)
    items = PaperItemRequest(many=True)


class SectionsRequest(serializers.Serializer):
    """All sections with all their questions, in order."""

    sections = SectionRequest(many=True)
