"""Assessments that people sit on their own account, to show that they hold a competency at a level."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class OfferedAssessment(Public, Translated):
    """A paper that stands by itself. The version that is sat is the newest published one."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    paper = models.OneToOneField("assessments.Paper", models.PROTECT, related_name="offered")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.TextField()
    for_everyone = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    offered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__gte=1), name="offered_assessment_has_a_level")]

    def __str__(self) -> str:
        return self.slug
