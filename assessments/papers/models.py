"""Papers: which questions, how long, how often, how marked."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated


class Paper(Public):
    """An assessment. What it consists of stands in its versions."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)


class PaperVersion(Public, Translated):
    """One edition of a paper; published ones do not change."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class PassBy(models.TextChoices):
        TOTAL = "total", _("Total marks")
        SECTION = "section", _("Every section")

    class Review(models.TextChoices):
        NOTHING = "nothing", _("Only the result")
        MARKS = "marks", _("Marks per question")
        EVERYTHING = "everything", _("Answers and explanations")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    instructions = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(default=3)
    cool_down_hours = models.PositiveSmallIntegerField(default=0)
    pass_by = models.CharField(max_length=10, choices=PassBy.choices, default=PassBy.TOTAL)
    pass_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(60))
    negative_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    partial_credit = models.BooleanField(default=False)
    shuffle = models.BooleanField(default=True)
    review = models.CharField(max_length=12, choices=Review.choices, default=Review.EVERYTHING)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_is_one"),
            models.UniqueConstraint(fields=["paper"], condition=Q(state="draft"), name="one_draft_per_paper"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=0, pass_percent__lte=100), name="pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(negative_percent__gte=0, negative_percent__lte=100), name="negative_marking_is_a_percentage"
            ),
            models.CheckConstraint(condition=Q(attempts_allowed__gte=1), name="at_least_one_attempt"),
        ]


class PaperSection(Public, Translated):
    """A part of a paper, with a cut-off of its own where the paper passes by section."""

    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="sections", db_index=False)
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    cut_off_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="section_has_one_place")]


class PaperItem(models.Model):
    """A question in a section, and its marks."""

    section = models.ForeignKey(PaperSection, models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveSmallIntegerField()
    question = models.ForeignKey("assessments.QuestionVersion", models.PROTECT, related_name="+")
    marks = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(1))

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["section", "place"], name="item_has_one_place"),
            models.UniqueConstraint(fields=["section", "question"], name="question_is_once_in_a_section"),
            models.CheckConstraint(condition=Q(marks__gt=0), name="item_has_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}/{self.place}"
