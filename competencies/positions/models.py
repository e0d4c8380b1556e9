"""Position > roles > activities, and what they require."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competencies.framework.models import Status
from igot.kernel.models import Public, Translated
from igot.kernel.tenancy import tenant_manager


class KnowledgeResource(Public, Translated):
    """A manual, act or order that an activity rests on."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=160, blank=True)
    url = models.URLField(blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.APPROVED)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.in_language("title"))


class WorkRole(Public, Translated):
    """A bundle of activities; the same role may serve many positions."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.in_language("name"))


class Activity(Public, Translated):
    """One thing the holder of a role does."""

    role = models.ForeignKey(WorkRole, models.CASCADE, related_name="activities")
    code = models.CharField(max_length=40, unique=True)
    statement = models.CharField(max_length=400)
    resources = models.ManyToManyField(KnowledgeResource, related_name="+", blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]


class Position(Public, Translated):
    """A post in an organisation, held by those of its designation there."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    designation = models.ForeignKey("organisations.Designation", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.DRAFT)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    roles = models.ManyToManyField(WorkRole, through="PositionRole", related_name="positions")

    def __str__(self) -> str:
        return str(self.in_language("name"))


class PositionRole(models.Model):
    """A role that belongs to a position: everywhere, or as an extension in one organisation's subtree."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="+", db_index=False)
    role = models.ForeignKey(WorkRole, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position", "role", "organisation"], nulls_distinct=False, name="role_is_once_in_a_position"
            )
        ]


class Requirement(models.Model):
    """A competency asked for at a level, by a role, a position or of one person, from when until when.

    The level follows the work, not the rank. With an `organisation` it holds in that subtree only: what an organisation
    adds to an inherited position. `ends_on` is the last day.
    """

    class Criticality(models.IntegerChoices):
        USEFUL = 1, _("Useful")
        IMPORTANT = 2, _("Important")
        CRITICAL = 3, _("Critical")

    role = models.ForeignKey(
        WorkRole, models.CASCADE, null=True, blank=True, related_name="requirements", db_index=False
    )
    position = models.ForeignKey(Position, models.CASCADE, null=True, blank=True, related_name="requirements")
    person = models.ForeignKey("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    criticality = models.PositiveSmallIntegerField(choices=Criticality.choices, default=Criticality.IMPORTANT)
    source = models.CharField(max_length=200, blank=True)
    order = models.ForeignKey("competencies.WorkOrder", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, position__isnull=True, person__isnull=True)
                | Q(role__isnull=True, position__isnull=False, person__isnull=True)
                | Q(role__isnull=True, position__isnull=True, person__isnull=False),
                name="required_by_a_role_a_position_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="requirement_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["role", "position", "person", "organisation", "order", "competency", "starts_on"],
                nulls_distinct=False,
                name="one_requirement_per_competency",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="requirements_of_a_person", condition=Q(person__isnull=False))]


class WorkOrder(Public, Translated):
    """Who does what: per person the roles, activities and competencies. Published ones never change."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("In force")
        ARCHIVED = "archived", _("Archived")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=160)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    preface = models.TextField(blank=True)
    effective_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    snapshot = models.JSONField(default=dict)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="order_number_is_used_once"),
            models.UniqueConstraint(
                fields=["organisation", "unit"], condition=Q(state="published"), name="one_order_in_force_per_unit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_language("title"))


class WorkOrderFile(models.Model):
    """The order drawn as a PDF in one language."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="files", db_index=False)
    language = models.CharField(max_length=8)
    pdf = models.FileField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "language"], name="one_file_per_language_of_an_order")]


class Allocation(Public):
    """One person's place in a work order."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="allocations", db_index=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    objects = tenant_manager("order__organisation__path__startswith")

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="a_person_is_once_in_an_order")]


class AllocatedActivity(models.Model):
    """One thing the person does: an activity of the dictionary, or words that no activity covers yet."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="activities")
    role = models.ForeignKey(WorkRole, models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.CharField(max_length=400, blank=True)
    submitted_to = models.CharField(max_length=160, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "activity"],
                condition=Q(activity__isnull=False),
                name="an_activity_is_once_in_an_allocation",
            )
        ]


class AllocatedCompetency(models.Model):
    """A competency the person's work asks for by this order."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="competencies", db_index=False)
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    criticality = models.PositiveSmallIntegerField(
        choices=Requirement.Criticality.choices, default=Requirement.Criticality.IMPORTANT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allocation", "competency"], name="a_competency_is_once_in_an_allocation")
        ]


class Edition(models.Model):
    """One row: the number of what work asks of people, as it stands.

    Triggers set another one, in the same transaction, with every change of a position, a role, a requirement, a
    competency, an organisation or a designation.
    """

    number = models.BigIntegerField(default=1)
