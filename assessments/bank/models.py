"""Questions and their immutable versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class Question(Public):
    """A question of an organisation's bank; what is asked stands in its versions."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
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

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
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
