"""Who takes which release, what they did, and the verdicts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.multirange import IntegerMultiRangeField
from igot.kernel.tenancy import tenant_manager


class Enrolment(Public):
    """One learner in one course and cycle, pinned to a release."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    class Source(models.TextChoices):
        SELF = "self", _("Own choice")
        PLAN = "plan", _("Capacity building plan")
        NOMINATED = "nominated", _("Nominated")
        INVITED = "invited", _("Invited")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    organisation_at = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey("courses.Release", models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=10, choices=Source.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ENROLLED)
    enrolled_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    last_resource = models.UUIDField(null=True)
    last_active_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course", "cycle"], name="enrolled_once_per_course_and_cycle"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False, organisation_at__isnull=False),
                name="completion_has_a_date_and_an_organisation",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "state"], name="enrolments_of_a_course"),
            models.Index(fields=["organisation", "id"], name="enrolments_of_an_organisation"),
        ]


class ProgressEvent(models.Model):
    """What a learner's device reported, kept as it came; partitioned by learner."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        IMPLAUSIBLE = "implausible", _("Implausible")

    pk = models.CompositePrimaryKey("learner_id", "event_id")
    learner = models.ForeignKey("accounts.User", models.DO_NOTHING, related_name="+", db_index=False)
    event_id = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, models.DO_NOTHING, related_name="+", db_index=False)
    resource = models.UUIDField()
    device = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    client_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enrolment", "resource"], name="events_of_an_enrolment")]


class ResourceProgress(models.Model):
    """The fold over the events of one resource: what is covered, where to resume, and the verdict once there is one."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="progress", db_index=False)
    resource = models.UUIDField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    seconds_present = models.PositiveIntegerField(default=0)
    covered = IntegerMultiRangeField(default=list)
    position = models.PositiveIntegerField(default=0)
    implausible = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    completed_at = models.DateTimeField(null=True)
    basis = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "resource"], name="one_progress_per_resource")]


class CompletionDecision(models.Model):
    """The verdict on an enrolment: append-only (trigger), with the rule and the evidence it rested on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=12)
    rule = models.JSONField()
    rule_version = models.PositiveSmallIntegerField()
    evidence = models.JSONField()
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(supersedes__isnull=True), name="one_first_decision"
            ),
        ]
