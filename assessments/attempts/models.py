"""Attempts at a paper, under the server's clock; each answer is kept as it is given."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Attempt(Public):
    """One person at one paper. The paper is frozen in the attempt's questions."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        SUBMITTED = "submitted", _("Submitted")
        GRADED = "graded", _("Marked")
        RELEASED = "released", _("Result released")
        ABANDONED = "abandoned", _("Abandoned")
        VOIDED = "voided", _("Voided")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation_at = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("assessments.PaperVersion", models.PROTECT, related_name="+")
    context_kind = models.CharField(max_length=40)
    context_id = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RESERVED)
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_how = models.CharField(max_length=12, blank=True)
    released_at = models.DateTimeField(null=True)
    marks = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    max_marks = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(0))
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)
    result = models.JSONField(default=dict)
    device = models.CharField(max_length=64, blank=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "context_kind", "context_id", "number"], name="attempts_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["learner", "context_kind", "context_id"],
                condition=Q(state__in=["reserved", "in_progress"]),
                name="one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], name="attempts_to_expire", condition=Q(state="in_progress")),
        ]

    @property
    def voided(self) -> dict[str, Any] | None:
        """When (`at`) and why (`reason`) it was voided, and whether another was `granted` in its place."""
        told = self.result.get("voided")
        return {**told, "at": datetime.fromisoformat(told["at"])} if told else None

    @property
    def uses_one_up(self) -> bool:
        """Whether it counts among those that the paper allows."""
        return self.state != self.State.VOIDED or not self.result.get("voided", {}).get("granted", True)


class AttemptQuestion(models.Model):
    """A question as it stands in this attempt: its place, the order of its options, its marks, and what it earned."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="questions", db_index=False)
    place = models.PositiveSmallIntegerField()
    section = models.ForeignKey("assessments.PaperSection", models.PROTECT, related_name="+")
    question = models.ForeignKey("assessments.QuestionVersion", models.PROTECT, related_name="+")
    option_order = models.JSONField(default=list)
    max_marks = models.DecimalField(max_digits=6, decimal_places=2)
    marks = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    outcome = models.CharField(max_length=10, blank=True)

    # The answer that counts, where the question was read together with it (`store.asked`); None where there is none.
    response: Any
    sequence: int | None
    received_at: datetime | None
    corrected: dict[str, Any] | None  # a correction of its key that is in force: `kind` and `key`

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="question_has_one_place_in_an_attempt")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.place}"


class Answer(models.Model):
    """What was answered, as often as it was; the highest sequence counts. Append-only by trigger."""

    asked = models.ForeignKey(AttemptQuestion, models.PROTECT, related_name="answers", db_index=False)
    sequence = models.PositiveIntegerField()
    response = models.JSONField(null=True)
    received_at = models.DateTimeField()
    receipt = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "sequence"], name="answer_has_one_sequence")]

    def __str__(self) -> str:
        return self.receipt
