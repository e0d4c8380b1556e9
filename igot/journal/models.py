"""What has happened (facts), and what is owed for it (deliveries)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FactRow(models.Model):
    """One thing that happened. Append-only by trigger; partitioned by id, which is time; no personal data."""

    kind = models.CharField(max_length=80)
    organisation_id = models.BigIntegerField(null=True)
    organisation_path = models.CharField(max_length=255, blank=True)
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "journal_fact"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="fact_history_of_a_subject"),
            models.Index(fields=["kind", "id"], name="fact_feed_by_kind"),
        ]


class Delivery(models.Model):
    """One fact owed to one handler."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        DONE = "done", _("Done")
        DEAD = "dead", _("Dead")

    fact = models.ForeignKey(FactRow, models.PROTECT, related_name="deliveries", db_index=False)
    handler = models.CharField(max_length=120)
    queue = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "handler"], name="fact_is_owed_once_to_a_handler")]
        indexes = [
            models.Index(fields=["queue", "due_at"], name="delivery_owed", condition=models.Q(state="pending")),
            models.Index(fields=["id"], name="delivery_dead", condition=models.Q(state="dead")),
        ]


class Heartbeat(models.Model):
    """When a worker last answered; `/readyz` reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
