"""What a person is told, once, by the channels they chose."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public


class Notice(Public):
    """One thing one person is told. The text is made from `kind` and `values` in the reader's language.

    `shown` is False where the person wants this kind by mail only.
    """

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    shown = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_of_a_person"),
            models.Index(fields=["person"], name="notices_unread", condition=models.Q(read_at=None, shown=True)),
        ]


class Mail(models.Model):
    """A mail that is owed for a notice: reserved (sending), sent, recorded. One whose sending broke off is not sent
    again.
    """

    class State(models.TextChoices):
        OWED = "owed", _("To be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="mail")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mail_owed", condition=models.Q(state__in=["owed", "sending"]))]


class Preference(models.Model):
    """A channel a person switched off (or on again) for a kind of notice. Absence means the kind's default."""

    class Channel(models.TextChoices):
        APP = "app", _("In igot")
        MAIL = "mail", _("By e-mail")

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="one_preference_per_channel")]
