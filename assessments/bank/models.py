"""Questions and their immutable versions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class Question(Public):
    """A question of an organisation's bank; what is asked stands in its versions."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    is_archived = models.BooleanField(default=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="bank_of_an_organisation")]


class QuestionVersion(Public, Translated):
    """What is asked, and the key. Immutable by trigger.

    `options`: `[{"id": "a", "text": "..."}]`; `key`: `{"options": ["a"]}` or `{"number": 30, "tolerance": 0}` or
    `{"texts": ["noting"]}`. `translations`: `{"hi": {"stem": "...", "options": {"a": "..."}, "explanation": "..."}}`.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")
        NUMERIC = "numeric", _("A number")
        FILL = "fill", _("A word or phrase")

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    stem = models.TextField()
    options = models.JSONField(default=list)
    key = models.JSONField()
    explanation = models.TextField(blank=True)
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(default=2)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_number_is_one")]


class Correction(Public):
    """What was wrong with a version's key, found out after people had been marked by it; in force once approved.

    `key` as in `QuestionVersion`, with `"any": true` where each of several options is right by itself; empty for a void
    question. `report`: what was reckoned before it was asked for, and how far the marking has come since.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("Another key")
        VOID = "void", _("The question is void: full marks for everybody")

    class State(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        WAITING = "waiting", _("Waiting for approval")
        RETURNED = "returned", _("Returned")
        APPLYING = "applying", _("Being marked again")
        DONE = "done", _("Done")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.JSONField(default=dict)
    reason = models.TextField()
    only_upwards = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    report = models.JSONField(default=dict)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=["waiting", "applying"]), name="one_correction_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind}"


IN_FORCE = (Correction.State.APPLYING, Correction.State.DONE)
