"""What a person has shown (evidence, append-only), and the level it supports (attainment, recounted)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Evidence(Public):
    """One thing that supports a level. Never changed; a withdrawal is a row of its own."""

    class Kind(models.TextChoices):
        SELF_DECLARED = "self_declared", _("Declared by oneself")
        ATTESTED = "attested", _("Attested by the supervisor")
        COURSE = "course", _("Course completed")
        ASSESSMENT = "assessment", _("Assessment passed")
        PROCTORED = "proctored", _("Proctored assessment passed")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation_at = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    source_title = models.CharField(max_length=300)
    occurred_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "competency", "source_kind", "source_id", "kind"],
                name="source_is_evidence_once_for_a_competency",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="evidence_has_a_level"),
        ]
        indexes = [models.Index(fields=["learner", "competency"], name="evidence_of_a_person")]


class Withdrawal(models.Model):
    """Evidence that no longer counts, and why."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField()


class Attainment(models.Model):
    """The highest level that valid evidence of a sufficient kind supports; explains itself."""

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    explanation = models.JSONField(default=dict)
    stale = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "competency"], name="one_attainment_per_competency")]
        indexes = [
            models.Index(fields=["valid_until"], name="attainments_that_end", condition=Q(valid_until__isnull=False)),
        ]
