"""The vocabulary: scales, areas and themes, competencies with a descriptor per level."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class Status(models.TextChoices):
    """States of everything in the framework (FRACing)."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    TECHNICALLY_VERIFIED = "technically_verified", _("Technically verified")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    RETIRED = "retired", _("Retired")


class Scale(Public, Translated):
    """A proficiency scale: FRAC's five levels, KCM's three, or another."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)


class ScaleLevel(Translated):
    """One level of a scale; 1 is the lowest."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    gist = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["scale", "number"], name="level_has_one_place_on_its_scale")]


class Node(Public, Translated):
    """A place in the KCM tree: area > theme > sub-theme."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area")
        THEME = "theme", _("Theme")
        SUB_THEME = "sub_theme", _("Sub-theme")

    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    place = models.PositiveSmallIntegerField(default=0)


class Competency(Public, Translated):
    """What somebody can do, told apart by level. Approved ones change only by a new version."""

    class Kind(models.TextChoices):
        BEHAVIOURAL = "behavioural", _("Behavioural")
        FUNCTIONAL = "functional", _("Functional")
        DOMAIN = "domain", _("Domain")

    guid = models.UUIDField(default=uuid.uuid4)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    definition = models.TextField()
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+")
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="competencies")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="competency_code_and_version_are_one"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="approved"), name="one_approved_version_of_a_competency"
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_language("name"))


class Descriptor(Translated):
    """What the competency looks like at one level."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="descriptors")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["competency", "level"], name="one_descriptor_per_level")]


class Alias(models.Model):
    """Another spelling of a competency's or node's name, met in official files."""

    name = models.CharField(max_length=160)
    competency = models.ForeignKey(Competency, models.CASCADE, null=True, blank=True, related_name="aliases")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="aliases")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(competency__isnull=False) ^ Q(node__isnull=False), name="alias_of_a_competency_or_of_a_node"
            ),
        ]
