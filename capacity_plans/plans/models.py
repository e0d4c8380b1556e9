"""Annual capacity building plans, their versions and items, and who is asked for what."""

import hashlib
import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public, Translated
from igot.kernel.tenancy import tenant_manager


class Plan(Public, Translated):
    """What an organisation asks its people to learn in a financial year (`year` is the year it begins in)."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual capacity building plan")
        INDUCTION = "induction", _("Induction")
        SPECIAL = "special", _("Special")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ANNUAL)
    title = models.CharField(max_length=200)
    current = models.ForeignKey("capacity_plans.PlanVersion", models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                condition=Q(kind="annual"),
                name="one_annual_plan_per_organisation_and_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_language("title"))


class PlanVersion(Public, Translated):
    """Edition n of a plan; a live one is never edited."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded by an amendment")
        CLOSED = "closed", _("Closed")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    objectives = models.TextField(blank=True)
    order_number = models.CharField(max_length=120, blank=True)
    order_date = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    materialised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_is_one"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=["draft", "submitted", "returned", "approved"]),
                name="one_plan_version_in_the_making",
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="published"), name="one_published_plan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"


class PlanItem(Translated):
    """One course that is asked for, of whom, until when. `key` is the same in every version."""

    class Need(models.TextChoices):
        MANDATORY = "mandatory", _("Mandatory")
        RECOMMENDED = "recommended", _("Recommended")

    class Label(models.TextChoices):
        STATUTORY = "statutory", _("Statutory")
        MINISTRY = "ministry", _("Ordered by the ministry")
        RECOMMENDED = "recommended", _("Recommended")

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="items", db_index=False)
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField(default=0)
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="+")
    need = models.CharField(max_length=12, choices=Need.choices, default=Need.MANDATORY)
    label = models.CharField(max_length=12, choices=Label.choices, default=Label.MINISTRY)
    due_on = models.DateField()
    apar_relevant = models.BooleanField(default=False)
    counts_earlier = models.BooleanField(default=True)
    audience = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="item_is_once_in_a_version"),
            models.UniqueConstraint(fields=["version", "course"], name="course_is_once_in_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.place}"

    @property
    def edition(self) -> str:
        """Differs whenever the item does; a form carries it, so that two tabs do not overwrite one another."""
        parts = (
            self.course_id, self.need, self.label, self.due_on, self.apar_relevant, self.counts_earlier,
            json.dumps(self.audience, sort_keys=True), self.reason, json.dumps(self.translations, sort_keys=True),
        )  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class PlanAssignment(Public):
    """One person is asked for one item: the obligation, kept apart from the enrolment."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("To do")
        IN_PROGRESS = "in_progress", _("In progress")
        MET = "met", _("Done")
        WAIVED = "waived", _("Exempt")
        LAPSED = "lapsed", _("Lapsed")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", db_index=False)
    item_key = models.UUIDField()
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+")
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASSIGNED)
    due_on = models.DateField()
    reasons = models.JSONField(default=list)
    assigned_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.UUIDField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "plan", "item_key"], name="assigned_once_per_item"),
            models.CheckConstraint(condition=~Q(state="met") | Q(met_at__isnull=False), name="what_is_met_has_a_date"),
        ]
        indexes = [
            models.Index(fields=["learner", "due_on"], name="assignments_of_a_learner"),
            models.Index(fields=["plan", "organisation", "state"], name="assignments_of_a_plan"),
            models.Index(fields=["course", "learner"], name="assignments_of_a_course"),
        ]
