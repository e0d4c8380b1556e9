"""What a person has shown (evidence, append-only), and the level it supports (attainment, recounted)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Evidence(Public):
    """One thing that supports a level. Never changed; a withdrawal is a row of its own."""

    class Kind(models.TextChoices):
        SELF_DECLARED = "self_declared", _("Declared by oneself")
        WORKPLACE = "workplace", _("Workplace check")
        ATTESTED = "attested", _("Attested by a supervisor or assessor")
        PRIOR = "prior_learning", _("Prior learning verified")
        COURSE = "course", _("Course completed")
        ASSESSMENT = "assessment", _("Assessment passed")
        PROCTORED = "proctored", _("Proctored assessment passed")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation_at = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    source_title = models.CharField(max_length=300)
    # The same in further languages, as far as what it rests on had them.
    source_titles = models.JSONField(default=dict, db_default={})
    # Which time the source showed this: it may hold again after a withdrawal, and each piece is a row of its own.
    renewal = models.PositiveSmallIntegerField(default=0, db_default=0)
    rater = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "competency", "source_kind", "source_id", "kind", "renewal"],
                name="source_is_evidence_once_for_a_competency",
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="evidence_has_a_level"),
        ]

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """The kind in words. Django's own puts every kind into words first, to find this one: a passbook shows many."""
        return str(self.Kind(self.kind).label)

    @property
    def titles(self) -> dict[str, str]:
        """What it rests on, by language."""
        return {"en": self.source_title, **self.source_titles}

    @property
    def title_here(self) -> str:
        """What it rests on, in the reader's language where it is known in it."""
        return self.titles.get((get_language() or "en").split("-")[0]) or self.source_title


class Withdrawal(models.Model):
    """Evidence that no longer counts, and why."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField()


class Attainment(models.Model):
    """The highest level that valid evidence of a sufficient kind supports; explains itself."""

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    explanation = models.JSONField(default=dict)
    stale = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "competency"], name="one_attainment_per_competency")]
        indexes = [
            models.Index(fields=["valid_until"], name="attainments_that_end", condition=Q(valid_until__isnull=False)),
        ]


class Rating(Public):
    """What one person says another can do. Append-only: a later rating of the same rater counts instead of it."""

    class Relation(models.TextChoices):
        SUPERVISOR = "supervisor", _("Supervisor")
        ASSESSOR = "assessor", _("Assessor")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    rater = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    level = models.PositiveSmallIntegerField()
    reason = models.TextField()
    rated_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(learner=F("rater")), name="nobody_attests_themselves")]
        indexes = [models.Index(fields=["learner", "competency", "-rated_at"], name="ratings_of_a_person")]


class SelfAssessment(Public):
    """What a person says of themselves, against the descriptors. Append-only; the last one is shown."""

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    assessed_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        indexes = [models.Index(fields=["learner", "competency", "-assessed_at"], name="self_assessments_of_a_person")]


class Dispute(Public):
    """A reasoned objection to a piece of evidence; upheld, it withdraws it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="disputes")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    raised_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(state="open"), name="one_open_dispute_per_evidence"
            )
        ]


class Claim(Public):
    """Prior learning somebody brings, with documents, for verification."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waits for verification")
        RETURNED = "returned", _("Returned")
        VERIFIED = "verified", _("Verified")
        WITHDRAWN = "withdrawn", _("Taken back")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    issuer = models.CharField(max_length=250)
    earned_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # What the assessor found in it: never more than was claimed.
    verified_level = models.PositiveSmallIntegerField(null=True)
    verified_until = models.DateField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_level__isnull=True) | Q(verified_level__lte=F("level")),
                name="no_more_is_verified_than_was_claimed",
            )
        ]
        indexes = [models.Index(fields=["learner", "-created_at"], name="claims_of_a_person")]


class ClaimDocument(Public):
    """A document that supports a claim."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="documents")
    file = models.FileField(max_length=255)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()


class WorkplaceCheck(Public):
    """Three short questions about one competency of one person, asked of those who see the work (WPCAS)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        COUNTED = "counted", _("Counted")
        TOO_FEW = "too_few", _("Closed with too few answers")
        CANCELLED = "cancelled", _("Cancelled")

    learner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    result = models.JSONField(default=dict)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "competency"], condition=Q(state="open"), name="one_open_check_per_competency"
            )
        ]


class CheckInvitation(Public):
    """Who is asked. Says that they answered, never what."""

    class Relation(models.TextChoices):
        SELF = "self", _("Oneself")
        PEER = "peer", _("Peer")
        SUPERVISOR = "supervisor", _("Supervisor")
        SUPERVISED = "supervised", _("Supervised")

    check_of = models.ForeignKey(WorkplaceCheck, models.CASCADE, related_name="invitations", db_index=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    has_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "person"], name="a_person_is_asked_once_in_a_check")]


class CheckAnswer(models.Model):
    """What was answered: without a name, a time, or an order from which either could be read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    check_of = models.ForeignKey(WorkplaceCheck, models.CASCADE, related_name="answers")
    relation = models.CharField(max_length=12, choices=CheckInvitation.Relation.choices)
    levels = models.JSONField()


class HoldingMigration(Public):
    """What people hold in one competency, counted for another by the crosswalk: previewed, then done once."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        DONE = "done", _("Done")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    link = models.ForeignKey("competencies.CompetencyLink", models.PROTECT, related_name="+")
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = tenant_manager()
