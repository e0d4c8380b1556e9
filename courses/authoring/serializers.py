"""What the authoring endpoints take and give."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.authoring import queries
from courses.authoring.forms import LANGUAGES, LICENCES
from courses.authoring.models import Asset, Course, Release, Resource

LICENCE_CODES = [(code, label) for code, label in LICENCES if code]


def _texts() -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(allow_blank=True))


class OwnCourseSerializer(serializers.Serializer):
    """A course in a few words; `state` is that of its newest release."""

    public_id = serializers.UUIDField()
    slug = serializers.CharField()
    owner = serializers.UUIDField(source="organisation.public_id")
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices)
    title = serializers.SerializerMethodField()
    number = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    is_archived = serializers.BooleanField()

    def get_title(self, course: Any) -> str:
        """Of the newest release."""
        return str(course.editions[0].title)

    def get_number(self, course: Any) -> int:
        """Of the newest release."""
        return int(course.editions[0].number)

    @extend_schema_field(serializers.ChoiceField(choices=Release.State.choices))
    def get_state(self, course: Any) -> str:
        """Of the newest release."""
        return str(course.editions[0].state)


class CourseRequest(serializers.Serializer):
    """Begin a course. `id` is yours to choose: the same one again is the same course."""

    id = serializers.UUIDField(required=False)
    title = serializers.CharField(max_length=200)
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices, default=Course.Visibility.SUBTREE)


class AssetRequest(serializers.Serializer):
    """The file, and what it is meant to be."""

    kind = serializers.ChoiceField(choices=Asset.Kind.choices)
    file = serializers.FileField()


class AssetSerializer(serializers.Serializer):
    """An uploaded file."""

    public_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Asset.Kind.choices)
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()
    seconds = serializers.IntegerField(allow_null=True)
    pages = serializers.IntegerField(allow_null=True)


class DraftTagSerializer(serializers.Serializer):
    """A competency the course builds, up to a level of its scale."""

    competency = serializers.UUIDField(source="competency.public_id")
    code = serializers.CharField(source="competency.code")
    level = serializers.IntegerField()


class TagRequest(serializers.Serializer):
    """A competency in force, and a level of its scale."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1)


class DraftResourceSerializer(serializers.Serializer):
    """One thing to learn from."""

    key = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Resource.Kind.choices)
    title = serializers.CharField()
    translations = serializers.JSONField()
    minutes = serializers.IntegerField()
    mandatory = serializers.BooleanField()
    body = serializers.CharField(allow_blank=True, help_text="Markdown")
    body_html = serializers.CharField(allow_blank=True, help_text="as learners get it, sanitised")
    asset = serializers.UUIDField(source="asset.public_id", allow_null=True, default=None)
    paper = serializers.UUIDField(source="paper.public_id", allow_null=True, default=None)
    url = serializers.CharField(allow_blank=True)
    transcript = serializers.CharField(allow_blank=True)
    captions = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_captions(self, resource: Resource) -> list[str]:
        """The languages there are captions in."""
        return [captions.language for captions in resource.captions.all()]


class ResourceRequest(serializers.Serializer):
    """What a kind does not need stays away. `minutes` null takes them from the file or text."""

    key = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=Resource.Kind.choices)
    title = serializers.CharField(max_length=200)
    translations = serializers.DictField(child=_texts(), required=False)
    minutes = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=6000)
    mandatory = serializers.BooleanField(default=True)
    body = serializers.CharField(required=False, default="", allow_blank=True)
    asset = serializers.UUIDField(required=False, allow_null=True, default=None)
    paper = serializers.UUIDField(required=False, allow_null=True, default=None)
    url = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
    transcript = serializers.CharField(required=False, default="", allow_blank=True)
    captions = serializers.DictField(
        child=serializers.UUIDField(), required=False, help_text="uploaded WebVTT files by language"
    )


class ResourceChange(ResourceRequest):
    """What changes; the rest stays. `module` moves it to the end of another module, `place` to a place from 1."""

    key = None  # type: ignore[assignment]
    kind = None  # type: ignore[assignment]
    module = serializers.UUIDField(required=False)
    place = serializers.IntegerField(required=False, min_value=1, max_value=1000)


class DraftModuleSerializer(serializers.Serializer):
    """A part of the course."""

    key = serializers.UUIDField()
    title = serializers.CharField()
    translations = serializers.JSONField()
    resources = DraftResourceSerializer(many=True, source="resources.all")


class ModuleRequest(serializers.Serializer):
    """A part of the course."""

    key = serializers.UUIDField(required=False)
    title = serializers.CharField(max_length=200)
    translations = serializers.DictField(child=_texts(), required=False)


class ModuleChange(ModuleRequest):
    """What changes; the rest stays. `place` moves it, from 1."""

    key = None  # type: ignore[assignment]
    place = serializers.IntegerField(required=False, min_value=1, max_value=1000)


class ChangeRequest(serializers.Serializer):
    """What changes; the rest stays. `translations` by language: title, summary, outcomes, audience."""

    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(allow_blank=True)
    outcomes = serializers.ListField(child=serializers.CharField())
    keywords = serializers.ListField(child=serializers.CharField())
    audience = serializers.CharField(allow_blank=True, max_length=300)
    licence = serializers.ChoiceField(choices=LICENCE_CODES)
    language = serializers.ChoiceField(choices=LANGUAGES)
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices)
    thumbnail = serializers.UUIDField(allow_null=True, help_text="an uploaded picture")
    translations = serializers.DictField(child=serializers.DictField())


class MissingSerializer(serializers.Serializer):
    """One thing to mend before the draft can be submitted."""

    where = serializers.CharField(help_text="details, competencies, outline or resource")
    key = serializers.CharField(allow_blank=True, help_text="of the resource")
    field = serializers.CharField()
    text = serializers.CharField()


class DraftSerializer(serializers.Serializer):
    """A release with its outline, which comes as `modules` in the context."""

    course = serializers.UUIDField(source="course.public_id")
    release = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Release.State.choices)
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    outcomes = serializers.ListField(child=serializers.CharField())
    keywords = serializers.ListField(child=serializers.CharField())
    audience = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    visibility = serializers.ChoiceField(choices=Course.Visibility.choices, source="course.visibility")
    thumbnail = serializers.UUIDField(source="thumbnail.public_id", allow_null=True, default=None)
    translations = serializers.JSONField()
    changed_at = serializers.DateTimeField()
    competencies = serializers.SerializerMethodField()
    modules = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()

    @extend_schema_field(DraftTagSerializer(many=True))
    def get_competencies(self, release: Release) -> Any:
        """What it builds."""
        return DraftTagSerializer(release.tags.select_related("competency"), many=True).data

    @extend_schema_field(DraftModuleSerializer(many=True))
    def get_modules(self, release: Release) -> Any:
        """In order."""
        return DraftModuleSerializer(self.context["modules"], many=True).data

    @extend_schema_field(MissingSerializer(many=True))
    def get_missing(self, release: Release) -> Any:
        """Empty when it can be submitted; for a draft only."""
        found = queries.problems(release, self.context["modules"]) if release.state == Release.State.DRAFT else []
        return MissingSerializer(found, many=True).data


class SubmittedSerializer(serializers.Serializer):
    """The request that now waits for its reviewer; see `/approvals/`."""

    request = serializers.UUIDField()
