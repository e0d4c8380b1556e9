"""Courses and their releases: what is taught, immutable once published."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class Course(Public):
    """A course of an owner; what it teaches stands in its releases."""

    class Visibility(models.TextChoices):
        SUBTREE = "subtree", _("The owner's own organisations")
        SHARED = "shared", _("Organisations it is shared with")
        EVERYONE = "everyone", _("Everyone")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    slug = models.SlugField(max_length=80, unique=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.SUBTREE)
    current = models.ForeignKey("courses.Release", models.PROTECT, null=True, related_name="+")
    is_archived = models.BooleanField(default=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="courses_of_an_owner")]


class Release(Public, Translated):
    """Edition n of a course. Drafts change; published ones never do (trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        REVIEWED = "reviewed", _("Reviewed")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        RETIRED = "retired", _("Retired")

    course = models.ForeignKey(Course, models.PROTECT, related_name="releases", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    outcomes = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    language = models.CharField(max_length=8, default="en")
    keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    thumbnail = models.ForeignKey("courses.Asset", models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    competencies = models.ManyToManyField("competencies.Competency", through="ReleaseCompetency", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="release_number_is_one"),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(state__in=["draft", "in_review", "reviewed"]),
                name="one_release_in_the_making",
            ),
            models.UniqueConstraint(fields=["course"], condition=Q(state="published"), name="one_published_release"),
        ]

    def __str__(self) -> str:
        return str(self.in_language("title"))


class ReleaseCompetency(models.Model):
    """A competency the course builds, and up to which level."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="tags", db_index=False)
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "competency"], name="competency_is_once_on_a_release")
        ]


class Module(Translated):
    """A part of a release. `key` is the same in every release."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="modules", db_index=False)
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="module_is_once_in_a_release")]


class Asset(Public):
    """An uploaded file under a random name; what it is was found by looking into it, not by its name."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        PDF = "pdf", _("PDF")
        IMAGE = "image", _("Image")
        CAPTIONS = "captions", _("Captions")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    seconds = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()


class Resource(Translated):
    """A thing to learn from. `key` is the same in every release; progress is kept by it."""

    class Kind(models.TextChoices):
        PAGE = "page", _("Page")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        PDF = "pdf", _("PDF document")
        LINK = "link", _("Link")
        ASSESSMENT = "assessment", _("Assessment")

    module = models.ForeignKey(Module, models.CASCADE, related_name="resources", db_index=False)
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=5)
    mandatory = models.BooleanField(default=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="+")
    transcript = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    paper = models.ForeignKey("assessments.PaperVersion", models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.JSONField(default=dict)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["module", "key"], name="resource_is_once_in_a_module")]


class Captions(models.Model):
    """Captions of a video or audio in one language (WebVTT)."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="captions", db_index=False)
    language = models.CharField(max_length=8)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "language"], name="captions_once_per_language")]
