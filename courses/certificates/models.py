"""Certificates: issued in the transaction of the completion, drawn later, verifiable for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Certificate(Public):
    """What was certified, as it was then: the snapshot and its signature never change."""

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")

    serial = models.CharField(max_length=20, unique=True)
    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation_at = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    enrolment = models.ForeignKey("courses.Enrolment", models.PROTECT, related_name="certificates")
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ISSUED)
    snapshot = models.JSONField()
    signed = models.TextField()
    issued_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    state_reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField(null=True)
    pdf = models.FileField(max_length=255, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=["issued", "suspended"]),
                name="one_valid_certificate_per_enrolment",
            ),
        ]
        indexes = [models.Index(fields=["learner", "-issued_at"], name="certificates_of_a_learner")]
