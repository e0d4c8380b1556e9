"""What the endpoints of assessments that stand by themselves take and give."""

from rest_framework import serializers

from assessments.offered.models import OfferedAssessment
from assessments.papers.models import PaperVersion


class CompetencyShownSerializer(serializers.Serializer):
    """What a pass shows."""

    public_id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class AssessmentOfferSerializer(serializers.Serializer):
    """How a paper is offered by itself."""

    public_id = serializers.UUIDField()
    slug = serializers.CharField()
    paper = serializers.UUIDField(source="paper.public_id")
    organisation = serializers.UUIDField(source="organisation.public_id")
    competency = CompetencyShownSerializer()
    level = serializers.IntegerField()
    summary = serializers.CharField()
    translations = serializers.JSONField()
    for_everyone = serializers.BooleanField()
    state = serializers.ChoiceField(choices=OfferedAssessment.State.choices)
    offered_at = serializers.DateTimeField()


class AssessmentOfferRequest(serializers.Serializer):
    """Whoever passes has shown the competency at this level of its scale."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)
    summary = serializers.CharField(max_length=600)
    summary_hi = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")
    for_everyone = serializers.BooleanField(required=False, default=True, help_text="otherwise for the own offices")


class AssessmentSerializer(serializers.Serializer):
    """An assessment that is open, with the title of the version that is sat."""

    public_id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    translations = serializers.JSONField(help_text="title and summary, by language")
    summary = serializers.CharField()
    organisation = serializers.UUIDField(source="organisation.public_id")
    competency = CompetencyShownSerializer()
    level = serializers.IntegerField()


class RulesSerializer(serializers.Serializer):
    """The rules of the version that is sat; `minutes` null means no limit."""

    minutes = serializers.IntegerField(allow_null=True)
    attempts_allowed = serializers.IntegerField()
    cool_down_hours = serializers.IntegerField()
    pass_by = serializers.ChoiceField(choices=PaperVersion.PassBy.choices)
    pass_percent = serializers.DecimalField(5, 2)
    negative_percent = serializers.DecimalField(5, 2)


class OwnStandingSerializer(serializers.Serializer):
    """How the caller stands: `open_attempt` is under way, `best_attempt` counts."""

    attempts_left = serializers.IntegerField()
    next_possible_at = serializers.DateTimeField(allow_null=True)
    open_attempt = serializers.UUIDField(allow_null=True)
    best_attempt = serializers.UUIDField(allow_null=True)
    percent = serializers.DecimalField(5, 2, allow_null=True)
    passed = serializers.BooleanField()


class AssessmentDetailSerializer(AssessmentSerializer):
    """The same with its rules; `mine` is null for a token, which stands for an organisation."""

    questions = serializers.IntegerField()
    rules = RulesSerializer()
    mine = OwnStandingSerializer(allow_null=True)


class SatSerializer(serializers.Serializer):
    """The attempt: its questions are read, answered and handed in under `url`."""

    id = serializers.UUIDField()
    url = serializers.CharField()
