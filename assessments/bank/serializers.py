"""What the endpoints of the bank take and give."""

from rest_framework import serializers

from assessments.bank.models import QuestionVersion


class ChoiceSerializer(serializers.Serializer):
    """An option, by a short id of your own that stays the same from version to version."""

    id = serializers.CharField(max_length=20)
    text = serializers.CharField(max_length=500)


class KeySerializer(serializers.Serializer):
    """What is right: `options` (ids), or `number` and `tolerance`, or `texts`, after the kind of the question."""

    options = serializers.ListField(child=serializers.CharField(), required=False)
    number = serializers.CharField(required=False)
    tolerance = serializers.CharField(required=False)
    texts = serializers.ListField(child=serializers.CharField(), required=False)


class QuestionSerializer(serializers.Serializer):
    """A question in its newest version; `version` is what papers hold."""

    public_id = serializers.UUIDField(source="question.public_id")
    version = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=QuestionVersion.Kind.choices)
    stem = serializers.CharField()
    options = ChoiceSerializer(many=True)
    key = KeySerializer()
    explanation = serializers.CharField(allow_blank=True)
    competency = serializers.UUIDField(source="competency.public_id", allow_null=True, default=None)
    level = serializers.IntegerField(allow_null=True)
    difficulty = serializers.IntegerField()
    translations = serializers.JSONField()
    is_archived = serializers.BooleanField(source="question.is_archived")
    created_at = serializers.DateTimeField()


class QuestionRequest(serializers.Serializer):
    """A question. `translations` by language: `stem`, `explanation`, and `options` by their ids."""

    kind = serializers.ChoiceField(choices=QuestionVersion.Kind.choices)
    stem = serializers.CharField(max_length=4000)
    options = ChoiceSerializer(many=True, required=False, default=list)
    key = KeySerializer()
    explanation = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    competency = serializers.UUIDField(required=False, allow_null=True, default=None)
    level = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=9)
    difficulty = serializers.IntegerField(required=False, default=2, min_value=1, max_value=5)
    translations = serializers.DictField(child=serializers.DictField(), required=False)


class QuestionChange(QuestionRequest):
    """What changes; the rest stays."""

    is_archived = serializers.BooleanField(required=False)
