"""What is shown of passbooks."""

from rest_framework import serializers


class WhatSerializer(serializers.Serializer):
    """A competency in a few words."""

    public_id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class PieceSerializer(serializers.Serializer):
    """One piece of evidence."""

    public_id = serializers.UUIDField(source="evidence.public_id")
    kind = serializers.CharField(source="evidence.kind")
    level = serializers.IntegerField(source="evidence.level")
    source_kind = serializers.CharField(source="evidence.source_kind")
    source_id = serializers.UUIDField(source="evidence.source_id")
    source_title = serializers.CharField(source="evidence.source_title")
    occurred_at = serializers.DateTimeField(source="evidence.occurred_at")
    withdrawn_reason = serializers.CharField(allow_blank=True)
    disputed = serializers.BooleanField()


class CriterionSerializer(serializers.Serializer):
    """A line of an explanation."""

    text = serializers.CharField()
    met = serializers.BooleanField()
    evidence = serializers.CharField()


class RatingsSerializer(serializers.Serializer):
    """What several raters attest together: the spread, and the level they support."""

    number = serializers.IntegerField()
    lowest = serializers.IntegerField()
    highest = serializers.IntegerField()
    level = serializers.IntegerField()


class HoldingSerializer(serializers.Serializer):
    """A level held, since when, and why."""

    competency = WhatSerializer()
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateTimeField(allow_null=True)
    rule = serializers.CharField()
    ratings = RatingsSerializer(allow_null=True)
    evidence = PieceSerializer(source="pieces", many=True)
    explanation = CriterionSerializer(source="criteria", many=True)


class OfferSerializer(serializers.Serializer):
    """Something that raises the level, and why it is shown."""

    title = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.IntegerField()
    minutes = serializers.IntegerField()
    why = serializers.CharField()
    closes = serializers.BooleanField()


class GapSerializer(serializers.Serializer):
    """What the work asks, what is held, what is missing, and what would close it."""

    competency = WhatSerializer(source="asked.competency")
    level_asked = serializers.IntegerField(source="asked.level")
    criticality = serializers.IntegerField(source="asked.criticality")
    held = serializers.IntegerField()
    missing = serializers.IntegerField()
    offers = OfferSerializer(many=True)


class WorkSerializer(serializers.Serializer):
    """One requirement set: of a posting, or (no organisation) of the person alone by a work order."""

    organisation = serializers.CharField(source="posting.organisation.code", allow_null=True, default=None)
    designation = serializers.CharField(source="posting.designation.name", allow_null=True, default=None)
    posting = serializers.CharField(source="posting.posting.kind", allow_null=True, default=None)
    position = serializers.CharField(source="posting.position.code", allow_null=True, default=None)
    gaps = GapSerializer(many=True)


class PassbookSerializer(serializers.Serializer):
    """A person's passbook. `gaps` has one line per competency over all postings, `work` each posting's own."""

    position = serializers.CharField(allow_null=True)
    holdings = HoldingSerializer(many=True)
    gaps = GapSerializer(many=True)
    work = WorkSerializer(many=True)


class AttainmentSerializer(serializers.Serializer):
    """A level that a person of the subtree holds."""

    person = serializers.UUIDField(source="learner.public_id")
    organisation = serializers.UUIDField(source="organisation.public_id")
    competency = WhatSerializer()
    level = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)


class SelfAssessmentSerializer(serializers.Serializer):
    """What a person says of themselves."""

    public_id = serializers.UUIDField()
    competency = WhatSerializer()
    level = serializers.IntegerField()
    note = serializers.CharField()
    assessed_at = serializers.DateTimeField()


class RatingSerializer(serializers.Serializer):
    """What somebody attested."""

    public_id = serializers.UUIDField()
    competency = WhatSerializer()
    rater = serializers.CharField(source="rater.name")
    relation = serializers.CharField()
    level = serializers.IntegerField()
    reason = serializers.CharField()
    rated_at = serializers.DateTimeField()


class DocumentSerializer(serializers.Serializer):
    """A document of a claim."""

    public_id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class ClaimSerializer(serializers.Serializer):
    """A claim of prior learning."""

    public_id = serializers.UUIDField()
    person = serializers.UUIDField(source="learner.public_id")
    competency = WhatSerializer()
    level = serializers.IntegerField()
    title = serializers.CharField()
    issuer = serializers.CharField()
    earned_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    description = serializers.CharField()
    state = serializers.CharField()
    verified_level = serializers.IntegerField(allow_null=True)
    verified_until = serializers.DateField(allow_null=True)
    documents = DocumentSerializer(many=True, source="documents.all")


class DisputeSerializer(serializers.Serializer):
    """An objection to a piece of evidence."""

    public_id = serializers.UUIDField()
    evidence = serializers.UUIDField(source="evidence.public_id")
    person = serializers.UUIDField(source="evidence.learner.public_id")
    competency = WhatSerializer(source="evidence.competency")
    level = serializers.IntegerField(source="evidence.level")
    kind = serializers.CharField(source="evidence.kind")
    reason = serializers.CharField()
    raised_at = serializers.DateTimeField()
    state = serializers.CharField()
    decision = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class CheckSerializer(serializers.Serializer):
    """A workplace check. `result` is empty while it is open, and where too few answered."""

    public_id = serializers.UUIDField()
    person = serializers.UUIDField(source="learner.public_id")
    competency = WhatSerializer()
    state = serializers.CharField()
    opened_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    asked = serializers.IntegerField(default=0)
    answered = serializers.IntegerField(default=0)
    result = serializers.JSONField()
