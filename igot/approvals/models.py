"""One engine for everything that needs another person's yes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Request(Public):
    """Somebody asks; steps decide in order; the effect happens in the transaction of the last yes."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for a decision")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        db_table = "approvals_request"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="pending"), name="one_open_request_per_subject"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="requests_waiting")]

    def __str__(self) -> str:
        return self.title

    @property
    def titles(self) -> dict[str, str]:
        """The title by language; at least in the source language."""
        return {"en": self.title, **self.details.get("titles", {})}

    @property
    def title_here(self) -> str:
        """The title in the reader's language, where it has one."""
        return self.titles.get((get_language() or "en").split("-")[0]) or self.title


class Step(models.Model):
    """One decision to be made, by a holder of a role reaching the request's organisation."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not yet reached")
        OPEN = "open", _("Open")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    request = models.ForeignKey(Request, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="step_has_one_place_in_its_request"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="open"), name="one_open_step_per_request"),
        ]
