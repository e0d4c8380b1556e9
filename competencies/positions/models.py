"""Position > roles > activities, and what they require."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competencies.framework.models import Status
from igot.kernel.models import Public, Translated


class KnowledgeResource(Public, Translated):
    """A manual, act or order that an activity rests on."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=160, blank=True)
    url = models.URLField(blank=True)


class WorkRole(Public, Translated):
    """A bundle of activities; the same role may serve many positions."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)


class Activity(Public, Translated):
    """One thing the holder of a role does."""

    role = models.ForeignKey(WorkRole, models.CASCADE, related_name="activities")
    code = models.CharField(max_length=40, unique=True)
    statement = models.CharField(max_length=400)
    resources = models.ManyToManyField(KnowledgeResource, related_name="+", blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]


class Position(Public, Translated):
    """A post in an organisation, held by those of its designation there."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    designation = models.ForeignKey("organisations.Designation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    roles = models.ManyToManyField(WorkRole, through="PositionRole", related_name="positions")

    def __str__(self) -> str:
        return str(self.in_language("name"))


class PositionRole(models.Model):
    """A role that belongs to a position."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="+")
    role = models.ForeignKey(WorkRole, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position", "role"], name="role_is_once_in_a_position")]


class Requirement(models.Model):
    """A competency asked for at a level, by a role or by a position. The level follows the work, not the rank."""

    class Criticality(models.IntegerChoices):
        USEFUL = 1, _("Useful")
        IMPORTANT = 2, _("Important")
        CRITICAL = 3, _("Critical")

    role = models.ForeignKey(WorkRole, models.CASCADE, null=True, blank=True, related_name="requirements")
    position = models.ForeignKey(Position, models.CASCADE, null=True, blank=True, related_name="requirements")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    criticality = models.PositiveSmallIntegerField(choices=Criticality.choices, default=Criticality.IMPORTANT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False) ^ Q(position__isnull=False), name="required_by_a_role_or_a_position"
            ),
            models.UniqueConstraint(
                fields=["role", "position", "competency"], nulls_distinct=False, name="one_requirement_per_competency"
            ),
        ]
