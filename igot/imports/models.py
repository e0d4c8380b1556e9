"""One engine for files that come in and files that go out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Job(Public):
    """An uploaded sheet: checked row by row first, applied on demand, undone within a day. `acted_by` applied or undid
    it.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Waiting to be checked")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Could not be read")

    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    acted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        db_table = "imports_job"
        indexes = [
            models.Index(fields=["organisation", "-uploaded_at"], name="imports_of_an_organisation"),
            models.Index(
                fields=["id"],
                name="imports_owed",
                condition=models.Q(state__in=["uploaded", "checking", "applying", "undoing"]),
            ),
        ]


class Row(models.Model):
    """One row of a sheet, with all its errors together, and what applying it did."""

    class State(models.TextChoices):
        OK = "ok", _("Ready")
        WRONG = "wrong", _("Has errors")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    values = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices)
    change = models.CharField(max_length=20, blank=True)
    errors = models.JSONField(default=list)
    undo = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="row_has_one_place_in_its_sheet")]


class Export(Public):
    """A file somebody asked for: made by a worker, kept for a while, downloads audited."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    file = models.FileField(max_length=255, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    rows = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    error = models.TextField(blank=True)

    objects = tenant_manager()

    class Meta:
        db_table = "imports_export"
        indexes = [
            models.Index(fields=["organisation", "-asked_at"], name="exports_of_an_organisation"),
            models.Index(fields=["id"], name="exports_owed", condition=models.Q(state="waiting")),
        ]
